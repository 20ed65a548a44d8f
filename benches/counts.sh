#!/usr/bin/env bash
# Counts the instructions of calls, and the bytes of their trampolines and of a use of each lifetime.
#
#   benches/counts.sh           prints the instructions, next to the goals
#   benches/counts.sh check     fails if something is above benches/counts.txt, or takes too long to compile
#   benches/counts.sh record    writes that file
#
# Needs valgrind, binutils and a C compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The user's flags would change the counts.
unset RUSTFLAGS
# The whole package, because some of its programs are only measured for their size.
cargo build --release -p callback-benches
cargo run --quiet --release -p callback-benches -- "${1:-counts}"
