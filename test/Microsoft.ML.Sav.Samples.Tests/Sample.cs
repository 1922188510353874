using System.Reflection;

namespace Microsoft.ML.Sav.Samples.Tests;

/// <summary>Runs a sample as a user does, in a process of its own.</summary>
internal static class Sample
{
    /// <summary>The build configuration of the tests, and so of the samples.</summary>
    public static string Configuration { get; } = typeof(Sample).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static string Folder(string name) => Path.Combine(Repository.Root, "samples", name);

    /// <summary>Runs a sample that was built and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public static string Run(string name, string folder, params string[] arguments) =>
        ChildProcess.RunDotnet(folder, [Path.Combine(Folder(name), "bin", Configuration, "net10.0", $"{name}.dll"), .. arguments]);
}
