#!/usr/bin/env bash
# Builds the documentation site into artifacts/site: the pages of docs/ and the API reference from XML documentation. Fails on warnings, such
# as broken links. Needs no network once packages and tools are restored.
set -euo pipefail
cd "$(dirname "$0")/.."

repository=https://github.com/microsoft-ml-sav/Microsoft.ML.Sav/blob/main
rm -rf artifacts/{api,docs,site}
mkdir -p artifacts/api
dotnet tool restore
for project in Sav.Tool Sav.AspNetCore; do
  dotnet build src/Microsoft.ML.$project -c Release -v quiet -nologo
done

# Assemblies with their XML documentation, beside what they refer to.
cp src/Microsoft.ML.Sav.Tool/bin/Release/net10.0/*.dll artifacts/api
cp "$(dotnet --list-runtimes | sed -nE 's/^Microsoft.AspNetCore.App (10[^ ]*) \[(.*)\]$/\2\/\1/p' | tail -1)"/*.dll artifacts/api
for project in Sav Sav.AspNetCore Sav.Heads Sav.Images Sav.Lmm Sav.Onnx Sav.Report Sav.Text; do
  cp src/Microsoft.ML.$project/bin/Release/net10.0/Microsoft.ML.$project.{dll,xml} artifacts/api
done

# A copy of the pages, in which links to the rest of the repository are absolute.
cp -r docs artifacts/docs
sed -i.bak -E "s#\]\(\.\./#](${repository}/#g" artifacts/docs/*.md
rm artifacts/docs/*.bak
cp build/icon.png artifacts/docs/images

cd artifacts/docs
dotnet docfx metadata docfx.json --warningsAsErrors
dotnet docfx build docfx.json --warningsAsErrors
