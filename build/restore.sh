#!/usr/bin/env bash
# Finds out whether this machine's feed has SixLabors.ImageSharp, for Microsoft.ML.Sav.ImageSharp, and writes the answer to build/Feed.props.
# Without it, builds leave that package out. Looks again when versions change.
set -euo pipefail
cd "$(dirname "$0")/.."

props=build/Feed.props
if [ "$props" -nt Directory.Packages.props ] && [ "$props" -nt build/feed/FeedProbe.csproj ] && [ "$props" -nt build/restore.sh ]; then exit 0; fi

rm -f "$props"
if log=$(dotnet restore build/feed/FeedProbe.csproj 2>&1); then
  setting="<SavImageSharp>true</SavImageSharp>"
elif grep -qE 'error NU110[12]: Unable to find package SixLabors.ImageSharp' <<<"$log"; then
  echo "The feed has no matching SixLabors.ImageSharp: leaving out Microsoft.ML.Sav.ImageSharp."
  setting="<SavImageSharp>false</SavImageSharp>"
else
  printf '%s\n' "$log" >&2
  exit 1
fi
printf '<Project>\n  <PropertyGroup>\n    %s\n  </PropertyGroup>\n</Project>\n' "$setting" >"$props"
