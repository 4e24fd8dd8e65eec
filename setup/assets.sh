#!/bin/sh
# Builds the pages' style sheet, script and fonts; node comes from a wheel and is not needed afterwards.
set -eu
cd "$(dirname "$0")/.."
. setup/say.sh
exec .venv/bin/python setup/build_assets.py
