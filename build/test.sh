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

run() {
  dotnet test -c Release --no-build --logger 'console;verbosity=normal' "$@"
}

# Alone, at the end: packing writes into the folders that the other tests run from.
packages=Microsoft.ML.Sav.Packages.Tests
run_all() {
  local result=0
  run --filter "FullyQualifiedName!~$packages" "$@" || result=$?
  run "test/$packages" "$@" || result=$?
  return "$result"
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
run_all "$@" | tee "$log" | grep -vE '^ +Passed ' || status=${PIPESTATUS[0]}

awk -v status="$status" '
  /^ +Passed: +[0-9]+$/  { passed += $2 }
  /^ +Failed: +[0-9]+$/  { failed += $2 }
  /^ +Skipped: +[0-9]+$/ { skipped += $2 }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit status || failed || !passed }' "$log"
