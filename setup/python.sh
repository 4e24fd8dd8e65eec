#!/bin/sh
# Makes .venv with Python 3.13 and exactly the packages of requirements.lock; does nothing when they are in already.
set -eu
cd "$(dirname "$0")/.."
. setup/say.sh
export DEBIAN_FRONTEND=noninteractive
wanted=$(cat .python-version)

# Prints the first Python of the wanted version that really runs (a pyenv shim may exist and still refuse).
find_python() {
    for candidate in "python$wanted" "$HOME/.pyenv/versions/$wanted"*/bin/python \
        "$HOME/.local/share/uv/python/cpython-$wanted"*/bin/python "/usr/local/bin/python$wanted" python3; do
        found=$("$candidate" -c 'import sys; print(sys.executable if "%d.%d" % sys.version_info[:2] == sys.argv[1] else "")' \
            "$wanted" 2>/dev/null) || continue
        if [ -n "$found" ]; then echo "$found"; return; fi
    done
}

# A Python whose venv can install pip; Debian keeps that part in a package of its own.
can_make_venvs() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

stamp=$(cat requirements.lock setup/uv.lock pyproject.toml .python-version | sha256sum | cut -d' ' -f1)
if [ -x .venv/bin/python ] && [ "$(cat .venv/.installed-from 2>/dev/null)" = "$stamp" ] && .venv/bin/python -c ''; then
    say "Python packages are there"
    exit 0
fi

python=$(find_python)
if [ -z "$python" ] && [ -r /etc/debian_version ] && [ "$(. /etc/os-release; echo "${VERSION_ID:-0}")" -ge 13 ]; then
    apt_install python3 python3-venv
    python=$(find_python)
fi
maker=${python:-$(command -v python3 || true)}
[ -n "$maker" ] || { apt_install python3 python3-venv; maker=$(command -v python3); }
can_make_venvs "$maker" || apt_install python3-venv
if ! .venv-bootstrap/bin/uv --version >/dev/null 2>&1 || ! cmp -s setup/uv.lock .venv-bootstrap/uv.lock; then
    say "installing uv into .venv-bootstrap with $maker"
    rm -rf .venv-bootstrap
    "$maker" -m venv .venv-bootstrap
    .venv-bootstrap/bin/pip install -q --disable-pip-version-check --require-hashes -r setup/uv.lock
    cp setup/uv.lock .venv-bootstrap/uv.lock
fi
uv=.venv-bootstrap/bin/uv
if [ -z "$python" ]; then
    say "no Python $wanted here: asking uv to fetch one"
    "$uv" python install -q "$wanted" || stop "no Python $wanted was found and none could be fetched. \
On Debian 13 it is the system's; elsewhere install it with pyenv or uv, then run make again."
    python=$("$uv" python find "$wanted")
fi
.venv/bin/python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$wanted')" 2>/dev/null || {
    say "making .venv with $python"
    "$uv" venv -q --clear --python "$python" .venv
}
say "installing the packages of requirements.lock"
"$uv" pip install -q --python .venv/bin/python --require-hashes -r requirements.lock
"$uv" pip install -q --python .venv/bin/python --no-deps -e .
echo "$stamp" >.venv/.installed-from
