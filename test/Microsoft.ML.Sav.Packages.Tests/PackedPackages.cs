using System.Reflection;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>The packages of this build, packed into a temporary folder when they are first asked for.</summary>
public sealed class PackedPackages : IDisposable
{
    /// <summary>What src/Directory.Build.props says.</summary>
    public const string Version = "0.1.0";

    private static readonly string Configuration = typeof(PackedPackages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _libraries;
    private readonly Lazy<string> _tool;

    public PackedPackages()
    {
        _libraries = new(() => Pack("Microsoft.ML.Sav.sln", "--no-build", "-p:SavPackTool=false"));
        _tool = new(() => Pack("src/Microsoft.ML.Sav.Tool", $"-p:SavToolPlatforms={RuntimeInformation.RuntimeIdentifier}"));
    }

    /// <summary>A folder with all packages but those of the tool.</summary>
    public string Libraries => _libraries.Value;

    /// <summary>A folder with the tool, packed for this platform only.</summary>
    public string Tool => _tool.Value;

    public void Dispose() => _folder.Dispose();

    private string Pack(string project, params string[] options)
    {
        ChildProcess.RunDotnet(Repository.Root, ["pack", project, "-c", Configuration, "-o", _folder.Path, "-v", "quiet", "-nologo", .. options]);
        return _folder.Path;
    }
}
