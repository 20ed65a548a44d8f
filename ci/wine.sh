#!/usr/bin/env bash
# Runs a Windows program under Wine on a machine without a display.
#
#   ci/wine.sh 64 program.exe argument...
#   ci/wine.sh 32 program.exe argument...
#   ci/wine.sh 32    only prepares Wine, the first time
#
# ci/cross.sh uses it as the runner, and installs the packages. Programs find one printer,
# TestPrinter. A program that has not ended after WINE_TIMEOUT seconds, or 300, is killed.
set -euo pipefail

bits=$1
shift

here=$(dirname "${BASH_SOURCE[0]}")
cross=${CI_TOOLS:-$HOME/.cache/callback-ci}/cross
i386=$cross/i386
export WINEPREFIX=$cross/wine$bits WINEARCH=win$bits WINEDEBUG=${WINEDEBUG:--all}
# Without .NET and HTML, which would be downloaded, and without a debugger, which would wait for input.
export WINEDLLOVERRIDES='mscoree,mshtml=;winedbg.exe=d'

# Wine for 32 bits is an i386 package of Debian. It conflicts with the amd64 packages unless
# both have the same version. So it is in a separate directory, which is bound over the usual
# places for the one process that needs it.
unpack_i386() {
    local release
    release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    # Sometimes Debian's server is slow, or in the middle of an update.
    local attempt
    for attempt in 1 2 3; do
        rm -rf "$i386.new"
        # Without Debian's security updates, so that the versions of the packages match.
        sed -n '1,/^[[:space:]]*$/p' /etc/apt/sources.list.d/debian.sources |
            mmdebstrap --quiet --mode=root --variant=extract --architectures=i386 --include=wine32 \
                --aptopt='APT::Install-Recommends "false"' \
                "$release" "$i386.new" - && break
        [ "$attempt" -lt 3 ] || return 1
        sleep 20
    done
    mv "$i386.new" "$i386"
}

# in_wine PROGRAM ARGUMENT...: runs a program of /usr/lib/wine.
in_wine() {
    local command=(timeout -k 5 "${WINE_TIMEOUT:-300}" "/usr/lib/wine/$1" "${@:2}")
    if [ "$bits" = 64 ]; then
        "${command[@]}"
    else
        # shellcheck disable=SC2016
        unshare --mount --propagation private sh -ec '
            i386=$1
            shift
            for directory in /usr/lib/i386-linux-gnu /usr/lib/wine; do
                mkdir -p "$directory"
                mount --bind "$i386$directory" "$directory"
            done
            export LD_LIBRARY_PATH=/lib32:/usr/lib/i386-linux-gnu:$i386/lib/i386-linux-gnu
            exec "$@"
        ' sh "$i386" "${command[@]}"
    fi
}

# The server of Debian's Wine ends with its last program, and the next one may start at that
# moment. So this starts a server that stays for a minute. If one is running, it does nothing.
start_server() {
    in_wine wineserver -p60 >/dev/null 2>&1 || :
}

make_prefix() {
    local system=$WINEPREFIX/drive_c/windows/system32 key value
    rm -rf "$WINEPREFIX"
    mkdir -p "$system"
    # Rust's standard library needs a library that Wine has from version 9 on.
    "$compiler" -O2 -s -shared -static-libgcc -Wl,--kill-at -o "$system/bcryptprimitives.dll" \
        "$here/bcryptprimitives.c" -ladvapi32
    # Installing the package of Wine copies it from another package. Unpacking does not.
    [ "$bits" = 64 ] || cp /usr/i686-w64-mingw32/lib/zlib1.dll "$system"
    start_server
    in_wine "$wine" wineboot --init

    key='HKCU\Software\Wine\Drivers'
    in_wine "$wine" reg add "$key" /v Graphics /d null /f
    key='HKLM\System\CurrentControlSet\Control\Print\Printers\TestPrinter'
    for value in Name Port 'Print Processor' 'Printer Driver' Datatype; do
        in_wine "$wine" reg add "$key" /v "$value" /d TestPrinter /f
    done
    in_wine "$wine" reg add "$key" /v Attributes /t REG_DWORD /d 64 /f
    # The registry is written, and the display driver chosen, when the server restarts.
    in_wine wineserver -k || :
    in_wine wineserver -w
    touch "$WINEPREFIX/.ready"
}

case $bits in
64) wine=wine64 compiler=x86_64-w64-mingw32-gcc-posix ;;
32) wine=wine compiler=i686-w64-mingw32-gcc-posix ;;
esac
[ "$bits" = 64 ] || [ -e "$i386" ] || unpack_i386
[ -e "$WINEPREFIX/.ready" ] || make_prefix >&2
if [ $# -gt 0 ]; then
    start_server
    in_wine "$wine" "$@"
fi
