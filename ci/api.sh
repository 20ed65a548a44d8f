#!/usr/bin/env bash
# The public API of callback-runtime, an item a line, as it is checked in, in ci/api.txt.
#
#   ci/api.sh check    fails if it is another
#   ci/api.sh write    writes it down
#
# It is read from rustdoc's JSON, by tests/api.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

api() {
    # The option needs a nightly compiler, or the stable one told to be as lenient.
    RUSTC_BOOTSTRAP=1 RUSTDOCFLAGS='-Z unstable-options --output-format json --cap-lints allow' \
        CARGO_TARGET_DIR=$target cargo doc -q -p callback-runtime --lib --no-deps --all-features
    CARGO_TARGET_DIR=$target cargo run -q --locked --manifest-path tests/api/Cargo.toml -- \
        "$target/doc/callback_runtime.json"
}

target=${CARGO_TARGET_DIR:-target}/api
case ${1:-} in
check)
    api | diff -u ci/api.txt - || {
        echo 'the public API has changed: see "Versions" in CONTRIBUTING.md, then ci/api.sh write' >&2
        exit 1
    }
    ;;
write)
    api >ci/api.txt.new
    mv ci/api.txt.new ci/api.txt
    ;;
*)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' ci/api.sh
    exit 2
    ;;
esac
