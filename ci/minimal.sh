#!/usr/bin/env bash
# Runs a command with the two crates only, and the oldest versions of their dependencies that the
# manifests allow. Indirect dependencies are the newest: cargo's direct-minimal-versions.
#
#   ci/minimal.sh cargo test
#
# The crates are copied, since other members of the workspace need newer versions, and share the lock file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=$(mkdir -p "${CARGO_TARGET_DIR:-target}/minimal" && cd "${CARGO_TARGET_DIR:-target}/minimal" && pwd)
copy=$target/workspace
rm -rf "$copy"
mkdir -p "$copy"
cp -RL callback-macros callback-runtime README.md "$copy"
# The tests of the macro crate read these.
cp -RL tests "$copy"
sed 's/^members = .*/members = ["callback-macros", "callback-runtime"]/; /^default-members = /d' \
    Cargo.toml >"$copy/Cargo.toml"

cd "$copy"
# -Z needs a nightly cargo or RUSTC_BOOTSTRAP.
RUSTC_BOOTSTRAP=1 cargo update -q -Z direct-minimal-versions
CARGO_TARGET_DIR=$target exec "$@"
