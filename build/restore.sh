#!/usr/bin/env bash
# Finds out which optional packages this machine's feed has and writes the answer to build/Feed.props for `dotnet build` and `dotnet test`.
# Without it, builds take the GPU package of ONNX Runtime and leave out Microsoft.ML.Sav.ImageSharp. Looks again when versions change.
set -euo pipefail
cd "$(dirname "$0")/.."

props=build/Feed.props
if [ "$props" -nt Directory.Packages.props ] && [ "$props" -nt build/feed/FeedProbe.csproj ] && [ "$props" -nt build/restore.sh ]; then exit 0; fi

rm -f "$props"
log=$(dotnet restore build/feed/FeedProbe.csproj 2>&1) && missing="" || {
  missing=$(grep -oE 'error NU110[12]: Unable to find package [A-Za-z.]+' <<<"$log" | awk '{print $NF}' | sed 's/\.$//' | sort -u)
  if [ -z "$missing" ]; then printf '%s\n' "$log" >&2; exit 1; fi
}

settings=""
if grep -qx Microsoft.ML.OnnxRuntime.Gpu <<<"$missing"; then
  echo "The feed has no matching Microsoft.ML.OnnxRuntime.Gpu: using the CPU package, Microsoft.ML.OnnxRuntime."
  settings+="    <SavOnnxRuntime>Cpu</SavOnnxRuntime>"$'\n'
fi
if grep -qx SixLabors.ImageSharp <<<"$missing"; then
  echo "The feed has no matching SixLabors.ImageSharp: leaving out Microsoft.ML.Sav.ImageSharp."
else
  settings+="    <SavImageSharp>true</SavImageSharp>"$'\n'
fi
printf '<Project>\n  <PropertyGroup>\n%s  </PropertyGroup>\n</Project>\n' "$settings" >"$props"
