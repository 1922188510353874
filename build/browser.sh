#!/usr/bin/env bash
# Installs Chromium if this machine has no browser that tests find (TestBrowser.cs in test/Microsoft.ML.Sav.BrowserTesting), as root on Debian and Ubuntu.
# Without one, those tests fail and say so.
set -euo pipefail

if [ -n "${SAV_BROWSER:-}" ]; then exit 0; fi
for browser in chromium chromium-browser google-chrome microsoft-edge; do
  if command -v "$browser" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then exit 0; fi
echo "Installing Chromium for the tests."
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
