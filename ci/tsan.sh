#!/usr/bin/env bash
# Runs a command with a cargo that builds for ThreadSanitizer: Rust, C, and Rust's standard library.
#
#   ci/tsan.sh cargo test -p callback-tests --test rust_registered
#
# The sanitizer has to see the synchronization of the standard library, so this builds it again, once
# for each target directory. That needs its source, of exactly the version of the current Rust:
# rustup's `rust-src`, or else Debian's package of that name, unpacked into a copy of the toolchain,
# so that the installed Rust is not changed. Needs Linux.
set -euo pipefail

# The suite in which Debian has a Rust as new as this project's.
suite=trixie-backports

sysroot=$(rustc --print sysroot)
version=$(rustc --version | cut -d' ' -f2)
host=$(rustc -vV | sed -n 's/^host: //p')
cache=${CI_TOOLS:-$HOME/.cache/callback-ci}/tsan
toolchain=$cache/rust-$version
apt=$cache/apt
source=lib/rustlib/src/rust

# from_debian COMMAND...: runs an apt command with only this suite, and with separate lists.
from_debian() {
    APT_CONFIG=$apt/apt.conf timeout 600 "$@"
}

# Prints the versions in the suite, with the address of the machine's first source.
ask_debian() {
    local sources=/etc/apt/sources.list.d/debian.sources
    [ -e "$sources" ] || return 0
    rm -rf "$apt"
    mkdir -p "$apt/lists/partial" "$apt/archives/partial"
    sed -n '1,/^[[:space:]]*$/p' "$sources" | sed "s/^Suites:.*/Suites: $suite/" >"$apt/suite.sources"
    # As the current user, since apt's user may not write there.
    cat >"$apt/apt.conf" <<END
Dir::Etc::SourceList "$apt/suite.sources";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$apt/lists";
Dir::Cache "$apt";
APT::Sandbox::User "$(id -un)";
END
    from_debian apt-get -qq update
    from_debian apt-cache madison rust-src | awk '{ print $3 }'
}

# unpack FULL_VERSION: unpacks the source into a copy of the toolchain. Its files never change,
# so the copy consists of links if possible.
unpack() {
    (cd "$apt" && from_debian apt-get -qq download "rust-src=$1")
    dpkg --extract "$apt"/rust-src_*.deb "$apt/unpacked"
    rm -rf "$toolchain.new"
    cp -al "$sysroot" "$toolchain.new" 2>/dev/null || {
        rm -rf "$toolchain.new"
        cp -a "$sysroot" "$toolchain.new"
    }
    mkdir -p "$toolchain.new/$source"
    mv "$apt/unpacked/usr/src/rustc-$version"/* "$toolchain.new/$source"
    rm -rf "$apt"
    mv "$toolchain.new" "$toolchain"
}

if [ -e "$sysroot/$source/library/Cargo.lock" ]; then
    toolchain=$sysroot
elif [ ! -e "$toolchain" ]; then
    found=$(ask_debian)
    full=$(grep -m1 "^${version//./\\.}[+-]" <<<"$found") || {
        echo "the source of Rust $version is missing; install it with: rustup component add rust-src" >&2
        [ -z "$found" ] || echo "Debian's $suite has others: ${found//$'\n'/, }" >&2
        rm -rf "$apt"
        exit 1
    }
    unpack "$full"
fi

unset RUSTC RUSTDOC RUSTUP_TOOLCHAIN
export PATH=$toolchain/bin:$PATH
# Both are unstable, so the compiler needs RUSTC_BOOTSTRAP. With an explicit target, build scripts
# and macros are built without the sanitizer.
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std CARGO_BUILD_TARGET=$host
export RUSTFLAGS=-Zsanitizer=thread CFLAGS='-fsanitize=thread -g'
exec "$@"
