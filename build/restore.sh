#!/usr/bin/env bash
# Finds out which default packages this machine's feed has, and writes what to use instead of the missing ones to build/Feed.props,
# so that plain `dotnet build` and `dotnet test` work afterwards. Looks again when the package versions change.
set -euo pipefail
cd "$(dirname "$0")/.."

props=build/Feed.props
if [ "$props" -nt Directory.Packages.props ] && [ "$props" -nt build/feed/FeedProbe.csproj ]; then exit 0; fi

rm -f "$props"
log=$(dotnet restore build/feed/FeedProbe.csproj 2>&1) && missing="" || {
  missing=$(grep -oE 'error NU110[12]: Unable to find package [A-Za-z.]+' <<<"$log" | awk '{print $NF}' | sed 's/\.$//' | sort -u)
  if [ -z "$missing" ]; then printf '%s\n' "$log" >&2; exit 1; fi
}

settings=""
for package in $missing; do
  case $package in
    SixLabors.ImageSharp)
      echo "The feed has no $package that fits: decoding images with libvips from npm (build/libvips)."
      settings+="    <SavImages>Libvips</SavImages>"$'\n' ;;
  esac
done
printf '<Project>\n  <PropertyGroup>\n%s  </PropertyGroup>\n</Project>\n' "$settings" >"$props"
