#!/usr/bin/env bash
# Runs a command with a cargo that builds for ThreadSanitizer: Rust, C, and Rust's standard library.
#
#   ci/tsan.sh cargo test -p callback-tests --test rust_registered
#
# The sanitizer has to see what the standard library synchronises with, so that is built anew, once
# for each target directory. That takes its source, of the very version of the Rust in use: what
# rustup has as `rust-src`, or else Debian's package of that name, unpacked into a copy of the
# toolchain, so that the machine's own Rust stays as it is. On Linux.
set -euo pipefail

# Where Debian has a Rust as new as ours.
suite=trixie-backports

sysroot=$(rustc --print sysroot)
version=$(rustc --version | cut -d' ' -f2)
host=$(rustc -vV | sed -n 's/^host: //p')
cache=${CI_TOOLS:-$HOME/.cache/callback-ci}/tsan
toolchain=$cache/rust-$version
apt=$cache/apt
source=lib/rustlib/src/rust

# from_debian COMMAND...: an apt command that knows this one suite, and keeps its lists apart.
from_debian() {
    APT_CONFIG=$apt/apt.conf timeout 600 "$@"
}

# The suite of the first of the machine's own sources.
ask_debian() {
    local sources=/etc/apt/sources.list.d/debian.sources
    [ -e "$sources" ] || return 0
    rm -rf "$apt"
    mkdir -p "$apt/lists/partial" "$apt/archives/partial"
    sed -n '1,/^[[:space:]]*$/p' "$sources" | sed "s/^Suites:.*/Suites: $suite/" >"$apt/suite.sources"
    # As the user who runs this, who may write there; apt's own user may not.
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

# unpack FULL_VERSION: the source, in a copy of the toolchain. Its files are never changed, so
# links will do where they can be made.
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
# Both are unstable, so the compiler has to be told to be as lenient as a nightly one. With a target
# named, build scripts and macros are left without the sanitizer.
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std CARGO_BUILD_TARGET=$host
export RUSTFLAGS=-Zsanitizer=thread CFLAGS='-fsanitize=thread -g'
exec "$@"
