#!/usr/bin/env bash
# Fails if a package that the repository uses, directly or not, has a known vulnerability, or if a packages.lock.json is out of date. Feeds without
# data on vulnerabilities report none.
set -euo pipefail
cd "$(dirname "$0")/.."
build/restore.sh
dotnet restore --locked-mode
report=$(dotnet list package --vulnerable --include-transitive)
printf '%s\n' "$report"
! grep -q 'has the following vulnerable packages' <<<"$report"
