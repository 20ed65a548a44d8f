#!/usr/bin/env bash
# Writes benches/REPORT.md and its plots. Takes some minutes, most of them for building.
#
#   benches/report.sh                    everything
#   benches/report.sh calls sorting      these sections, and leaves the others as they are
#   benches/report.sh notes              measures nothing, and copies notes.md into it
#
# Needs valgrind, binutils and a C compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The place of a function in a cache line is chance, and decides about a fifth of the time of a loop
# that calls it. This makes it the same for all functions.
export RUSTFLAGS='-C llvm-args=-align-all-functions=6'
cargo run --release -p callback-benches --features peers \
    --target-dir "${CARGO_TARGET_DIR:-target}/benches" -- report "$@"
