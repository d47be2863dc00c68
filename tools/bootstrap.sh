#!/bin/sh
# Put uv into .tools, with nothing but Python. Debian splits venv off: then as root install it, else say so.
set -eu
python="$1"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Python 3.11 or newer is needed; '$python' is not. Try: make PYTHON=python3.12" >&2
    exit 2
}
if ! "$python" -m venv .tools >/dev/null 2>&1; then
    rm -rf .tools
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq "python$version-venv" >/dev/null
        "$python" -m venv .tools
    else
        echo "Python's venv is missing. On Debian: sudo apt-get install python$version-venv" >&2
        exit 2
    fi
fi
.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=0.8'
