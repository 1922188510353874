using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>A user's program, in a folder outside the repository, with the packages installed from the folder that they were packed into.</summary>
public sealed class InstalledProgram : IDisposable
{
    private readonly PackedPackages _packages = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _published;

    public InstalledProgram() => _published = new(Publish);

    /// <summary>The folder that the program was published into.</summary>
    public string Published => _published.Value;

    /// <summary>The program's sources.</summary>
    public string Sources => Path.Combine(_folder.Path, "Consumer");

    public PackedPackages Packages => _packages;

    /// <summary>A path for a file that a test writes.</summary>
    public string File(string name) => _folder.File(name);

    public string Run(params string[] arguments) => ChildProcess.RunDotnet(_folder.Path, [Path.Combine(Published, "Consumer.dll"), .. arguments]);

    /// <summary>Installs the tool and returns the path of its command.</summary>
    public string InstallTool()
    {
        WriteNugetConfig(_packages.Tool);
        ChildProcess.RunDotnet(_folder.Path, "tool", "install", "Microsoft.ML.Sav.Tool", "--version", PackedPackages.Version, "--tool-path", _folder.File("tools"));
        return Path.Combine(_folder.File("tools"), "sav");
    }

    /// <summary>Creates a project from a template and returns its folder.</summary>
    public string CreateFromTemplate(string template, string name)
    {
        WriteNugetConfig(_packages.Libraries);
        string[] hive = ["--debug:custom-hive", _folder.File("templates")];
        if (!Directory.Exists(_folder.File("templates")))
            ChildProcess.RunDotnet(_folder.Path, ["new", "install", $"{_packages.Libraries}/Microsoft.ML.Sav.Templates.{PackedPackages.Version}.nupkg", .. hive]);
        ChildProcess.RunDotnet(_folder.Path, ["new", template, "-o", name, .. hive]);
        return _folder.File(name);
    }

    /// <summary>Creates a folder in which the packages can be installed.</summary>
    public string CreateFolder(string name)
    {
        WriteNugetConfig(_packages.Libraries);
        return Directory.CreateDirectory(_folder.File(name)).FullName;
    }

    public void Dispose()
    {
        _folder.Dispose();
        _packages.Dispose();
    }

    private string Publish()
    {
        WriteNugetConfig(_packages.Libraries);
        Directory.CreateDirectory(Sources);
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Packages.Tests", "Consumer")))
            System.IO.File.Copy(file, Path.Combine(Sources, Path.GetFileName(file)));
        var published = _folder.File("published");
        ChildProcess.RunDotnet(Sources, "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", published, "-v", "quiet", "-nologo");
        return published;
    }

    // Our packages are installed into a cache of their own, where no older ones with the same version are. Others come from the machine's.
    private void WriteNugetConfig(string packed)
    {
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(machine);
        _folder.Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{_folder.File("packages")}" />
              </config>
              <fallbackPackageFolders>
                <add key="machine" value="{machine}" />
              </fallbackPackageFolders>
              <packageSources>
                <add key="packed" value="{packed}" />
              </packageSources>
            </configuration>
            """);
    }
}
