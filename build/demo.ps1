# Builds and runs samples/QuickStart: trains on 200 photos, tests on 200 others, saves the model and predicts in a second process.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot '..')
dotnet build samples/QuickStart -c Release -v quiet -nologo @args
$quickStart = 'samples/QuickStart/bin/Release/net10.0/QuickStart.dll'
New-Item -ItemType Directory -Force artifacts | Out-Null
dotnet $quickStart train artifacts/fashion.zip samples/data/fashion-mnist
dotnet $quickStart predict artifacts/fashion.zip (Get-ChildItem samples/data/fashion-mnist/test/*/00.png).FullName
