#!/bin/sh
# Makes sure there is a Chromium for the browser tests: Debian's own, installed where this user may do so.
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..."
  { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium; } >/dev/null 2>&1 && exit 0
fi
echo "No Chromium here and none could be installed: the browser tests will say so." >&2
exit 0
