#!/usr/bin/env bash
# Builds everything as CI does and runs all tests. Arguments go to dotnet, for example -p:MicrosoftMLPath=DIR.
# The tests that pack and install the packages take minutes and run with CI=true only.
set -euo pipefail
cd "$(dirname "$0")/.."
# ONNX Runtime would send telemetry from the tests that use it directly.
export ORT_DISABLE_TELEMETRY=1
build/restore.sh
build/browser.sh
dotnet format whitespace --folder . --verify-no-changes --exclude '**/obj/**'
CI=true dotnet build -c Release "$@"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test -c Release --no-build --logger 'console;verbosity=normal' "$@" | tee "$log" | grep -vE '^ +Passed ' || status=${PIPESTATUS[0]}

awk -v status="$status" '
  /^ +Passed: +[0-9]+$/  { passed += $2 }
  /^ +Failed: +[0-9]+$/  { failed += $2 }
  /^ +Skipped: +[0-9]+$/ { skipped += $2 }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit status || failed || !passed }' "$log"
