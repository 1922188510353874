namespace Microsoft.ML.Sav.Tests;

/// <summary>A text-only LMM of a few layers with random weights.</summary>
internal static class SmallLmm
{
    public static string Folder { get; } = Repository.Fixture("llama_text");

    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
