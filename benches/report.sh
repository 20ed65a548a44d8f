#!/usr/bin/env bash
# Writes benches/REPORT.md and its plots; takes some minutes, most of them for building.
#
#   benches/report.sh                    everything
#   benches/report.sh calls sorting      these sections, and leaves the others as they are
#   benches/report.sh notes              nothing, but puts notes.md in again
#
# Needs valgrind, binutils and a C compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Where in a cache line a function begins is chance, and decides about a fifth of the time of a loop
# that calls it. It is the same for all here.
export RUSTFLAGS='-C llvm-args=-align-all-functions=6'
cargo run --release -p callback-benches --features peers \
    --target-dir "${CARGO_TARGET_DIR:-target}/benches" -- report "$@"
