namespace Microsoft.ML.Sav.Testing;

/// <summary>Places in the repository that tests read from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Fixtures { get; } = Path.Combine(Root, "test", "Fixtures");

    public static string EmbeddedLmm { get; } = Path.Combine(Root, "samples", "models", "smollm2-135m-vision");

    public static string Fixture(params string[] parts) => Path.Combine([Fixtures, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Microsoft.ML.Sav.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
