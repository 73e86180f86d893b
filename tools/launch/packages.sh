# packages.sh - installs what is missing, after showing it. Sourced by ./hall.
# need_packages USE... : makes sure that the packages of these uses are installed.

missing_packages() {
    local use package
    while read -r use package; do
        case " $* " in *" $use "*) ;; *) continue ;; esac
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done < <(grep -v '^#' "$ROOT/tools/launch/packages.txt")
}

need_packages() {
    local missing as_root=()
    command -v apt-get >/dev/null || die "this script installs Debian packages and finds no apt-get; see tools/launch/packages.txt for what is needed"
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "${missing// /}" ] || return 0
    say "Installing Debian packages: $missing"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "not root and no sudo; install them yourself: apt-get install $missing"
        as_root=(sudo)
    fi
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -qq || die "apt-get update failed; check the network and /etc/apt/sources.list"
    # shellcheck disable=SC2086
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$ROOT/build/apt.log" 2>&1 ||
        { tail -n 20 "$ROOT/build/apt.log" >&2; die "apt-get install failed; the log is build/apt.log"; }
}
