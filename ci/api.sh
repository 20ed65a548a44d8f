#!/usr/bin/env bash
# Compares the public API of callback-runtime with ci/api.txt, which has one item a line.
#
#   ci/api.sh check    fails if it differs
#   ci/api.sh write    writes the file
#
# tests/api reads the API from rustdoc's JSON.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

api() {
    # The option needs a nightly compiler or RUSTC_BOOTSTRAP.
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
