#!/usr/bin/env bash
# Runs a command with the oldest supported Rust, which is `rust-version` in Cargo.toml.
#
#   ci/msrv.sh cargo test -p callback-runtime
#
# Uses the current toolchain if it has that version, or rustup's. Otherwise uses Debian 12's
# packages (rustc-web and cargo-web, which are 1.85), unpacked into a separate directory, so
# that the installed Rust is not changed.
set -euo pipefail

manifest=$(dirname "${BASH_SOURCE[0]}")/../Cargo.toml
version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$manifest")
toolchain=${CI_TOOLS:-$HOME/.cache/callback-ci}/rust-$version

if [[ $(rustc --version) == "rustc $version".* ]]; then
    exec "$@"
fi
if rustup run "$version" rustc --version >/dev/null 2>&1; then
    exec rustup run "$version" "$@"
fi

# unpack FULL_VERSION: unpacks the compiler, its standard library, and cargo.
unpack() {
    local debs=$toolchain.debs deb
    rm -rf "$toolchain.new" "$debs"
    mkdir -p "$debs"
    # As the current user, since apt's user may not write there.
    (cd "$debs" && apt-get -qq -o APT::Sandbox::User="$(id -un)" download \
        "rustc-web=$1" "cargo-web=$1" "libstd-rust-web-dev=$1" "libstd-rust-web-$version=$1")
    for deb in "$debs"/*.deb; do dpkg --extract "$deb" "$toolchain.new"; done
    rm -rf "$debs"
    mv "$toolchain.new" "$toolchain"
}

if [ ! -e "$toolchain" ]; then
    full=$(apt-cache madison rustc-web 2>/dev/null | awk '{ print $3 }' | grep -m1 "^$version\.") || {
        echo "Rust $version is missing; install it with: rustup toolchain install $version --profile minimal" >&2
        exit 1
    }
    unpack "$full"
fi

unset RUSTC RUSTDOC RUSTUP_TOOLCHAIN
export PATH=$toolchain/usr/bin:$PATH
export LD_LIBRARY_PATH=$toolchain/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
if ! { cargo --version && rustc --version; }; then
    echo 'libraries are missing; install them with: apt-get install --no-install-recommends' \
        'libllvm19 libcurl4 libhttp-parser2.9 libpcre3 libsqlite3-0 libssh2-1' >&2
    exit 1
fi
exec "$@"
