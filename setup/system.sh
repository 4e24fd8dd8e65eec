#!/bin/sh
# Installs the Debian packages the house leans on: `system.sh run`, or `system.sh test` with what the tests add.
set -eu
cd "$(dirname "$0")/.."
. setup/say.sh
export DEBIAN_FRONTEND=noninteractive

# WeasyPrint draws with Pango; harfbuzz-subset makes it 2.6 times as fast; Liberation holds every letter we print.
# Poppler reads and draws PDFs; Tesseract reads scans in the five languages.
wanted="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 poppler-utils"
wanted="$wanted libreoffice-writer-nogui libreoffice-calc-nogui"
wanted="$wanted tesseract-ocr tesseract-ocr-pol tesseract-ocr-spa tesseract-ocr-swe tesseract-ocr-deu"
case "${1:-run}" in
    run) ;;
    test) wanted="$wanted chromium clamav-daemon softhsm2" ;;
    *) stop "system.sh knows run and test, not $1" ;;
esac

if ! command -v dpkg-query >/dev/null 2>&1; then
    say "not a Debian: install the equivalents of $wanted yourself; recourse doctor tells what is missing"
    exit 0
fi
missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing="$missing $package"
done
if [ -z "$missing" ]; then
    say "system packages are there"
else
    # shellcheck disable=SC2086
    apt_install $missing
fi
