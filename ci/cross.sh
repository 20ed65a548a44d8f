#!/usr/bin/env bash
# Runs a command with a cargo that builds for another target, and runs the programs of that target.
#
#   ci/cross.sh i686-pc-windows-gnu cargo test -p callback-tests --test c
#   ci/cross.sh --list     lists the targets
#   ci/cross.sh --table    lists them as rows for tests/README.md
#   ci/cross.sh --install  only installs Debian's packages, for all targets
#
# Needs Debian 12 for x86-64 and root. Installs what is missing first. Rust, C compilers and
# emulators come from Debian's packages. So does the target's standard library of Rust for
# Linux. For Windows, Debian has the source, which takes two minutes to build. The installed
# Rust is not changed.
set -euo pipefail

targets=(x86_64-pc-windows-gnu i686-pc-windows-gnu i686-unknown-linux-gnu aarch64-unknown-linux-gnu)

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# about TARGET: sets the C compiler, which also links Rust programs; what starts a program,
# with its description for tests/README.md; and Debian's packages and name of the target.
about() {
    architecture=
    case $1 in
    x86_64-pc-windows-gnu)
        cc=x86_64-w64-mingw32-gcc-posix
        runner=("$here/wine.sh" 64)
        runs='in Wine'
        packages=(gcc-mingw-w64-x86-64-posix wine64 fonts-dejavu-core)
        ;;
    i686-pc-windows-gnu)
        cc=i686-w64-mingw32-gcc-posix
        runner=("$here/wine.sh" 32)
        runs='in Wine for 32 bits'
        packages=(gcc-mingw-w64-i686-posix libz-mingw-w64 libc6-i386 mmdebstrap fonts-dejavu-core)
        ;;
    i686-unknown-linux-gnu)
        cc=gcc
        architecture=i386
        runner=()
        runs='natively'
        # Not gcc-multilib, which conflicts with a compiler for another target.
        packages=(libc6-i386 libc6-dev-i386 "lib32gcc-$(gcc -dumpversion)-dev")
        # It would add only a link to the headers of the kernel, which this replaces.
        export CFLAGS_i686_unknown_linux_gnu='-idirafter /usr/include/x86_64-linux-gnu'
        ;;
    aarch64-unknown-linux-gnu)
        cc=aarch64-linux-gnu-gcc
        architecture=arm64
        runner=(qemu-aarch64 -L /usr/aarch64-linux-gnu)
        runs='in QEMU'
        packages=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user)
        ;;
    *)
        echo "there is no target '$1' here; ci/cross.sh --list shows all targets" >&2
        exit 2
        ;;
    esac
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# quietly COMMAND...: shows the output only if the command fails.
quietly() {
    local status
    # In a condition, `set -e` would not apply inside the command.
    set +e
    (
        set -e
        "$@"
    ) >"$log" 2>&1 </dev/null
    status=$?
    set -e
    [ "$status" -eq 0 ] || {
        tail -n 40 "$log" >&2
        echo "failed: $*" >&2
        return 1
    }
}

# install PACKAGE...: installs these and the packages that every target needs, if they are missing.
install() {
    local wanted=(gcc libc6-dev rustc-web cargo-web rust-web-src "$@") installed package missing=()
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || :)
    for package in "${wanted[@]}"; do
        grep -qxF "$package installed" <<<"$installed" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "apt-get install ${missing[*]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get -q update
    quietly apt-get -q -y --no-install-recommends install "${missing[@]}"
}

case ${1:-} in
--list)
    printf '%s\n' "${targets[@]}"
    exit
    ;;
--table)
    for target in "${targets[@]}"; do
        about "$target"
        # shellcheck disable=SC2016 # the backticks are Markdown
        printf '| `%s` | %s | run-time tests, documentation tests, examples |\n' "$target" "$runs"
    done
    exit
    ;;
--install)
    wanted=()
    for target in "${targets[@]}"; do
        about "$target"
        wanted+=("${packages[@]}")
    done
    install "${wanted[@]}"
    exit
    ;;
-* | '')
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac

target=$1
shift
about "$target"
export CI_TOOLS=${CI_TOOLS:-$HOME/.cache/callback-ci}
cross=$CI_TOOLS/cross
sysroot=$cross/sysroot

install "${packages[@]}"

# --- Rust's standard library for the target -------------------------------------------

export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc
unset RUSTUP_TOOLCHAIN RUSTFLAGS CARGO_BUILD_TARGET
# Where `rustc --sysroot` looks.
library=$sysroot/lib/rustlib/$target/lib

# Unpacks Debian's package for the other architecture without installing it, so that the
# machine need not be configured for that architecture.
fetch_std() {
    local apt=$cross/apt
    rm -rf "$apt" "$library"
    mkdir -p "$apt/lists/partial" "$apt/archives/partial" "${library%/*}"
    cat >"$apt/apt.conf" <<END
Dir::State::Lists "$apt/lists";
Dir::Cache "$apt";
APT::Architecture "$architecture";
APT::Architectures "$architecture";
APT::Sandbox::User "root";
END
    cd "$apt" &&
        APT_CONFIG=$apt/apt.conf apt-get -q update &&
        APT_CONFIG=$apt/apt.conf apt-get -q download \
            "libstd-rust-web-dev=$(dpkg-query -W -f='${Version}' rustc-web)" &&
        dpkg --extract libstd-rust-web-dev_*.deb unpacked &&
        mv "unpacked/usr/lib/rustlib/$target/lib" "$library" &&
        rm -rf "$apt"
}

# Cargo builds it with an unstable option, which needs RUSTC_BOOTSTRAP. The project is built
# without both.
build_std() {
    local std=$cross/std-$target source
    source=$($RUSTC --print sysroot)/lib/rustlib/src/rust/library
    rm -rf "$std" "$library"
    mkdir -p "$std/src" "$library"
    printf '[package]\nname = "nothing"\nedition = "2024"\n[workspace]\n' >"$std/Cargo.toml"
    : >"$std/src/lib.rs"
    # The crates that std depends on come with its source.
    (
        cd "$std"
        RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target /usr/bin/cargo build --release --target "$target" \
            -Zbuild-std=std,proc_macro,panic_abort,test \
            --config 'source.crates-io.replace-with="vendored"' \
            --config "source.vendored.directory=\"$source/vendor\""
    )
    cp "$std/target/$target/release/deps/"*.rlib "$library"
    rm "$library"/libnothing-*.rlib
    if [ "$target" = i686-pc-windows-gnu ]; then
        # The linker gets these by name, first and last. They register the unwind tables. Cargo does not build them.
        local object
        for object in rsbegin rsend; do
            RUSTC_BOOTSTRAP=1 $RUSTC --target "$target" --crate-type lib --emit obj --cap-lints allow \
                -o "$library/$object.o" "$source/rtstartup/$object.rs"
        done
    fi
    rm -rf "$std"
}

if [ "$(cat "$library/built-by" 2>/dev/null)" != "$($RUSTC -vV)" ]; then
    # Sometimes the lists of one architecture do not match Debian's signature.
    if [ -z "$architecture" ] || ! quietly fetch_std; then
        echo "building Rust's standard library for $target" >&2
        quietly build_std
    fi
    $RUSTC -vV >"$library/built-by"
fi

# --- the command ----------------------------------------------------------------------

[[ $target != *-windows-* ]] || quietly "${runner[@]}"

variable=${target//-/_}
export CARGO_BUILD_TARGET=$target "CC_$variable=$cc"
variable=CARGO_TARGET_${variable^^}
export "${variable}_LINKER=$cc" "${variable}_RUSTFLAGS=--sysroot $sysroot" \
    "${variable}_RUSTDOCFLAGS=--sysroot $sysroot"
# Cargo starts programs with the first, and tests start programs with the second.
[ ${#runner[@]} -eq 0 ] ||
    export "${variable}_RUNNER=${runner[*]}" "CALLBACK_TESTS_RUNNER=${runner[*]}"
export PATH=/usr/bin:$PATH
[[ $target != *-windows-* ]] || export CALLBACK_TEST_PRINTER=TestPrinter
rm "$log"
exec "$@"
