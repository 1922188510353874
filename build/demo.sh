#!/usr/bin/env bash
# Builds and runs samples/QuickStart: trains on 200 photos, tests on 200 others, saves the model and predicts in a second process.
set -euo pipefail
cd "$(dirname "$0")/.."
build/restore.sh
dotnet build samples/QuickStart -c Release -v quiet -nologo "$@"
quickstart="dotnet samples/QuickStart/bin/Release/net10.0/QuickStart.dll"
mkdir -p artifacts
$quickstart train artifacts/fashion.zip samples/data/fashion-mnist
$quickstart predict artifacts/fashion.zip samples/data/fashion-mnist/test/*/00.png
