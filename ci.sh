#!/usr/bin/env bash
# Runs the gates that a change has to pass: all of them, or those that are named.
#
#   ./ci.sh                   every gate
#   ./ci.sh fmt clippy        these gates
#   ./ci.sh --skip test,asan  every gate except these
#   ./ci.sh --list            lists the gates
#
# A gate is a function below, gate_NAME. All gates run even if one fails. The exit
# status is 1 if any failed. Needs bash 4.4 or newer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

gates='
lock      Cargo.lock agrees with the manifests
fmt       cargo fmt changes nothing
clippy    clippy passes for all targets
test      cargo test, as in the README; the table in tests/README.md is right
docs      rustdoc passes; the names in the documents exist; the table of targets is right
features  callback-runtime builds with every set of features, and without std
tree      callback-runtime depends on the macro crate only
examples  every example runs, succeeds, and prints what its README shows
abort     the examples run with panics that abort
release   the tests of imports, optimized
fuzz      the attribute with random tokens, with all features of syn
loom      models of the lock-free parts of register, in every order of their threads
counts    no call and no use of a lifetime costs more than benches/counts.txt says
peers     the benchmarks build with the crates that they compare
bindings  libgit2, curl and zlib call closures and methods, by the types of their -sys crates
asan      the run-time tests under AddressSanitizer and LeakSanitizer
valgrind  the run-time tests under memcheck
tsan      the run-time tests under ThreadSanitizer
cross     the run-time tests and the examples on other targets, such as Windows
msrv      the tests on the oldest supported Rust
minimal   the tests of the two crates, with the oldest dependencies that they allow
api       the public API is that of ci/api.txt
package   both crates build from the packages that would be published
deny      the licenses, versions and sources of the dependencies
typos     the spelling
shell     shellcheck passes for all scripts
'

# The tools of the right versions, if .ci/run has installed them.
PATH=${CI_TOOLS:-$HOME/.cache/callback-ci}/bin:$PATH

target_dir=${CARGO_TARGET_DIR:-target}
host=$(rustc -vV | sed -n 's/^host: //p')

# --- helpers ------------------------------------------------------------------------

# need INSTALL COMMAND...: fails if the command does not work, and says how to install it.
need() {
    local install=$1
    shift
    "$@" >/dev/null 2>&1 || {
        echo "missing: $1${2:+ $2}; install it with: $install" >&2
        return 1
    }
}

# targets PACKAGE KIND: prints the names of the package's tests or examples, one a line.
targets() {
    need 'apt-get install python3' python3 --version
    cargo metadata --no-deps --format-version 1 | python3 -c '
import json, sys
package, kind = sys.argv[1:]
names = [target["name"]
         for found in json.load(sys.stdin)["packages"] if found["name"] == package
         for target in found["targets"] if kind in target["kind"]]
if not names:
    sys.exit(f"{package} has no {kind}")
print("\n".join(names))' "$1" "$2"
}

# run_time_tests: prints the arguments for cargo test that select the tests for another
# compiler or runner. compile_fail has the messages of one compiler, and both it and
# panic_abort start compilers. grid tests calling conventions, and takes minutes to build.
# So it runs on each target, but not with each tool.
run_time_tests() {
    targets callback-tests test | grep -vxE 'compile_fail|panic_abort|grid' | sed 's/^/--test=/'
}

# accepted TARGET COMMAND...: runs the command, which tests. Fails if its results of the
# acceptance cases differ from those in tests/README.md.
accepted() {
    local target=$1 out err
    shift
    need 'apt-get install python3' python3 --version
    out=$(mktemp)
    err=$(mktemp)
    { "$@" 2>&1 1>&3 | tee "$err" >&2; } 3>&1 | tee "$out"
    tests/table.py check "$target" "$out" "$err"
    rm "$out" "$err"
}

# --- gates --------------------------------------------------------------------------

gate_lock() {
    cargo metadata --locked --format-version 1 >/dev/null
    local apart
    for apart in no-std abort loom api; do
        cargo metadata --locked --format-version 1 --manifest-path "tests/$apart/Cargo.toml" >/dev/null
    done
}

gate_fmt() {
    need 'rustup component add rustfmt' cargo fmt --version
    cargo fmt --all --check
    cargo fmt --check --manifest-path tests/no-std/Cargo.toml
    cargo fmt --check --manifest-path tests/abort/Cargo.toml
    cargo fmt --check --manifest-path tests/loom/Cargo.toml
    cargo fmt --check --manifest-path tests/api/Cargo.toml
}

gate_clippy() {
    need 'rustup component add clippy' cargo clippy --version
    cargo clippy --workspace --all-targets -- -D warnings
}

gate_test() {
    accepted "$host" cargo test
}

gate_docs() {
    export RUSTDOCFLAGS='-D warnings'
    cargo doc --workspace --no-deps
    cargo doc --no-deps --document-private-items -p callback-macros -p callback-runtime

    need 'apt-get install python3' python3 --version
    ci/named.py SOUNDNESS.md ARCHITECTURE.md tests/{faults,mutants}.md tests/loom/src/{lib,pairs}.rs

    local table
    table=$(ci/cross.sh --table)
    [[ $(<tests/README.md) == *$'\n'"$table"$'\n'* ]] || {
        printf 'tests/README.md has to list what the gate cross runs:\n%s\n' "$table" >&2
        return 1
    }

    local method instructions
    for method in scope slot register dispatch; do
        instructions=$(sed -nE "s/^$method FnMut: [0-9]+ ([0-9]+) .*/\1/p" benches/counts.txt)
        grep -qE "^$method +$instructions +" README.md || {
            echo "README.md differs from benches/counts.txt: $method takes $instructions" >&2
            return 1
        }
    done

    # The README names pages by their address, which rustdoc does not check.
    local page
    while read -r page; do
        [ -e "$target_dir/doc/${page#*/latest/}" ] || {
            echo "README.md names a page that does not exist: $page" >&2
            return 1
        }
    done < <(grep -oE 'docs\.rs/callback-runtime/latest/[^])>#]+' README.md)
}

gate_features() {
    need 'rustup component add clippy' cargo clippy --version
    need 'cargo install --locked cargo-hack' cargo hack --version
    cargo hack --feature-powerset build -p callback-runtime --lib
    cargo hack --feature-powerset clippy -p callback-runtime --lib -- -D warnings

    # std brings a panic handler, and a program can have only one. So a program with
    # its own handler builds only if no dependency needs std. It builds only on Linux
    # and for release: see its manifest.
    export CARGO_TARGET_DIR=$target_dir/no-std
    local features program=(--release --manifest-path tests/no-std/Cargo.toml --features)
    for features in '' alloc; do
        echo "without std: ${features:-core only}"
        cargo clippy "${program[@]}" "$features" -- -D warnings
        cargo run "${program[@]}" "$features"
    done
}

gate_tree() {
    local tree
    tree=$(cargo tree -p callback-runtime -e normal,no-proc-macro)
    echo "$tree"
    [ "$(wc -l <<<"$tree")" -eq 1 ] || {
        echo 'callback-runtime may depend only on the macro crate, unless it loads libraries' >&2
        return 1
    }
    cargo tree -p callback-runtime --features load -e normal,no-proc-macro | grep -q libloading
}

gate_examples() {
    local names name
    names=$(targets callback-examples example)
    cargo build -p callback-examples --examples
    for name in $names; do
        echo "example: $name"
        timeout 120 cargo run --quiet -p callback-examples --example "$name"
    done
    examples/check-readme.sh
}

gate_abort() {
    # The examples leave out the parts that panic on purpose. The test target panic_abort
    # of callback-tests covers a panic in a process that cannot unwind.
    local names name
    names=$(targets callback-examples example)
    for name in $names; do
        cargo run --quiet --profile abort -p callback-examples --example "$name"
    done
}

gate_fuzz() {
    # The gate test builds the attribute with the features of syn that it requires. It has to work in the same
    # way if another crate of the user enables more.
    cargo test -p callback-macros --features syn/full fuzz
}

gate_loom() {
    need 'rustup component add clippy' cargo clippy --version
    # The models are the tests of a separate crate, which compiles files of the runtime
    # against loom: see tests/loom/src/lib.rs.
    export CARGO_TARGET_DIR=$target_dir/loom
    cargo clippy --all-targets --manifest-path tests/loom/Cargo.toml -- -D warnings
    cargo test --release --manifest-path tests/loom/Cargo.toml
}

gate_counts() {
    need 'apt-get install valgrind' valgrind --version
    need 'apt-get install binutils' nm --version
    benches/counts.sh check
}

gate_peers() {
    need 'rustup component add clippy' cargo clippy --version
    cargo clippy -p callback-benches --all-targets --features peers -- -D warnings
}

gate_bindings() {
    cargo test -p callback-bindings
}

gate_release() {
    # An optimizer shows where a wrapper claims to have memory to itself that C writes to.
    cargo test --release -p callback-tests --test rust_imports --test c_imports
}
gate_asan() {
    local tests
    tests=$(run_time_tests)
    mapfile -t tests <<<"$tests"
    # -Z needs a nightly compiler or RUSTC_BOOTSTRAP. C is built with the sanitizer, too.
    # --target keeps it out of build scripts and macros.
    RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address \
        CFLAGS='-fsanitize=address -g -fno-omit-frame-pointer' \
        ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 \
        CARGO_TARGET_DIR=$target_dir/asan \
        cargo test --target "$host" -p callback-runtime -p callback-tests --lib "${tests[@]}"
}

gate_valgrind() {
    need 'apt-get install valgrind' valgrind --version
    local tests runner cpu
    tests=$(run_time_tests)
    mapfile -t tests <<<"$tests"
    runner=${host^^}
    runner=CARGO_TARGET_${runner//[-.]/_}_RUNNER
    # Memcheck runs one thread at a time. With two processors, a thread that makes a system call may lose its
    # turn for milliseconds to one that only calls back. Tests of seconds may then take an hour.
    cpu=$(awk '/^Cpus_allowed_list/ { split($2, cpus, /[-,]/); print cpus[1] }' /proc/self/status)
    # Only definite leaks count, since libtest's channel looks possibly lost.
    env CALLBACK_TESTS_SLOWLY=1 "$runner=taskset -c $cpu valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite" \
        cargo test -p callback-runtime -p callback-tests --lib "${tests[@]}"
}

gate_tsan() {
    local tests
    tests=$(run_time_tests)
    mapfile -t tests <<<"$tests"
    # Rust's message about a stack overflow is not printed, because the sanitizer replaces the handler.
    CARGO_TARGET_DIR=$target_dir/tsan \
        ci/tsan.sh cargo test -p callback-runtime -p callback-tests --lib "${tests[@]}" \
        -- --skip a_stack_overflow_ends_the_process
}

gate_cross() {
    local tests programs target name
    tests=$(run_time_tests)
    mapfile -t tests <<<"$tests"
    tests+=(--test=grid)
    programs=$(targets callback-examples example)
    # Emulators are slow, so the races run a tenth as often, as under memcheck. Wine for 32 bits
    # crashes if a program of this size prints a backtrace.
    export CARGO_TARGET_DIR=$target_dir/cross CALLBACK_TESTS_SLOWLY=1 RUST_BACKTRACE=0
    for target in $(ci/cross.sh --list); do
        echo "target: $target"
        accepted "$target" \
            ci/cross.sh "$target" cargo test -p callback-runtime -p callback-tests --lib "${tests[@]}"
        ci/cross.sh "$target" cargo test -p callback-runtime --doc
        ci/cross.sh "$target" cargo test -p callback-examples
        for name in $programs; do
            echo "example: $name"
            ci/cross.sh "$target" cargo run --quiet -p callback-examples --example "$name"
        done
    done
}

gate_msrv() {
    local tests
    tests=$(run_time_tests)
    mapfile -t tests <<<"$tests"
    export CARGO_TARGET_DIR=$target_dir/msrv
    ci/msrv.sh cargo test --locked -p callback-macros -p callback-runtime
    ci/msrv.sh cargo test --locked -p callback-tests "${tests[@]}"
}

gate_minimal() {
    ci/minimal.sh cargo test
}

gate_api() {
    ci/api.sh check
}

gate_package() {
    local flags=() crate files file target
    # Outside of CI, this may run before a commit. CI packages what is committed.
    [ -n "${CI:-}" ] || flags=(--allow-dirty)
    # With both at once, cargo verifies the runtime against the packaged macro crate.
    # In a new directory, because cargo never updates what it has unpacked from a registry of that name.
    target=$(mktemp -d)
    cargo package -p callback-macros -p callback-runtime "${flags[@]}" --target-dir "$target"
    rm -rf "$target"
    for crate in callback-macros callback-runtime; do
        files=$(cargo package --list -p "$crate" "${flags[@]}")
        for file in README.md LICENSE-MIT LICENSE-APACHE; do
            grep -qxF "$file" <<<"$files" || {
                echo "the package of $crate lacks $file" >&2
                return 1
            }
        done
    done
}

gate_deny() {
    need 'cargo install --locked cargo-deny' cargo deny --version
    # Without `advisories`: the check fetches their database, and a gate must not fail on
    # a machine without network. The hosted workflow checks them.
    cargo deny check bans licenses sources
}

gate_typos() {
    need 'pip install typos, or cargo install --locked typos-cli' typos --version
    typos
}

gate_shell() {
    need 'apt-get install shellcheck' shellcheck --version
    shellcheck ci.sh ci/*.sh benches/*.sh examples/*.sh .ci/run
}

# --- the command line ---------------------------------------------------------------

names=$(awk '{ print $1 }' <<<"$gates")
known() {
    grep -qxF -- "$1" <<<"$names" || {
        echo "there is no gate named '$1'; ./ci.sh --list shows all gates" >&2
        exit 2
    }
}

case ${1:-} in
--list)
    echo "${gates:1:-1}"
    exit
    ;;
--skip)
    for name in ${2//,/ }; do
        known "$name"
        names=$(grep -vxF "$name" <<<"$names")
    done
    ;;
-*)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' ci.sh
    exit 2
    ;;
?*)
    for name in "$@"; do known "$name"; done
    names=$*
    ;;
esac

passed=0
failed=()
report=
for name in $names; do
    printf '\n==> gate %s\n' "$name"
    start=$SECONDS
    # In a condition, `set -e` would not apply inside the gate.
    set +e
    (
        set -e
        "gate_$name"
    ) </dev/null
    status=$?
    set -e
    if [ "$status" -eq 0 ]; then
        verdict=passed
        passed=$((passed + 1))
    else
        verdict=FAILED
        failed+=("$name")
    fi
    report+=$(printf '%-9s %s, %s s' "$name" "$verdict" $((SECONDS - start)))$'\n'
    echo "<== gate $name: $verdict"
done

printf '\n%s' "$report"
echo "gates: $passed passed, ${#failed[@]} failed"
[ ${#failed[@]} -eq 0 ] || {
    echo "failed gates: ${failed[*]}" >&2
    exit 1
}
