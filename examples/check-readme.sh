#!/usr/bin/env bash
# Compares the outputs in README.md with what the examples print. On Linux, from anywhere.
#
# Their output does not depend on RUST_BACKTRACE, and they print nothing to the standard error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

cargo build --quiet --examples
errors=$(mktemp)
trap 'rm "$errors"' EXIT
status=0
for name in quickstart hooks tables sort slots thread threads completion walkthrough; do
    # The text block after the command that runs the example. Empty lines at both ends are
    # ignored, as in README.md.
    shown=$(awk -v command="\$ cargo run --example $name" '
        $0 == command { found = 1 }
        inside && $0 == "```" { exit }
        inside { print }
        found && $0 == "```text" { inside = 1 }
    ' README.md)
    printed=$(RUST_BACKTRACE=full cargo run --quiet --example "$name" 2>"$errors" | sed '/./,$!d') || {
        echo "$name: does not run"
        cat "$errors"
        status=1
        continue
    }
    [ ! -s "$errors" ] || {
        echo "$name: prints to the standard error:"
        cat "$errors"
        status=1
    }
    if [ "$shown" = "$printed" ]; then
        echo "$name: README.md has it right"
    else
        echo "$name: README.md (-) differs from the output (+)"
        diff -u <(echo "$shown") <(echo "$printed") || status=1
    fi
done
exit $status
