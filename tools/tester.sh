#!/bin/sh
# What the tests need besides Python: Chromium, a Chinese font, LibreOffice's writer, PostgreSQL.
# As root on Debian they are installed; elsewhere what is missing is named, and the tests that need it say so.
set -eu
missing=""
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
command -v soffice >/dev/null || command -v libreoffice >/dev/null || missing="$missing libreoffice-writer-nogui"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v pg_ctl >/dev/null || missing="$missing postgresql"
if command -v fc-list >/dev/null; then fc-list 2>/dev/null | grep -qi cjk || missing="$missing fonts-noto-cjk"; fi
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing:$missing fonts-noto-cjk"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-noto-cjk >/dev/null
else
    echo "missing for some tests:$missing" >&2
fi
