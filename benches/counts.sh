#!/usr/bin/env bash
# Counts the instructions of calls, and the bytes of their trampolines.
#
#   benches/counts.sh           prints the instructions, beside the goals
#   benches/counts.sh check     fails if something is above benches/counts.txt
#   benches/counts.sh record    writes that file
#
# Needs valgrind, binutils and a C compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Flags of the user's own would be counted, too.
unset RUSTFLAGS
# All of the package: some of its programs are there to be weighed.
cargo build --release -p callback-benches
cargo run --quiet --release -p callback-benches -- "${1:-counts}"
