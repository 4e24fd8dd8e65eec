# Sourced by the set-up scripts: one line for what happens, one way to stop.
say() { printf 'setup: %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# The words that make a command run as root, or the line the user has to type.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo "$@"
    else stop "this needs an administrator once. Type this line, then run make again:
    sudo apt-get update && sudo $*"
    fi
}

apt_install() {
    say "installing from apt: $*"
    if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then as_root apt-get update -qq || true; fi
    as_root apt-get install -y -qq --no-install-recommends "$@"
}

# uv and node bring their own list of authorities; a house behind its own proxy has one more, in the machine's list.
authorities=/etc/ssl/certs/ca-certificates.crt
if [ -r "$authorities" ]; then
    export UV_SYSTEM_CERTS=1 NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$authorities}"
fi
