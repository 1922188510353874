namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>Photos that come with the repository.</summary>
internal static class SamplePhotos
{
    public static readonly string[] Piles = ["trouser", "bag", "ankle-boot"];

    /// <summary>A photo of a flower: none of the piles.</summary>
    public static string Flower { get; } = Path.Combine(Repository.Root, "docs", "images", "explain-dandelion.png");

    public static string[] GetPaths(string split, string name, int count) =>
        [.. Enumerable.Range(0, count).Select(number => Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", split, name, $"{number:00}.png"))];

    public static byte[] Read(string split, string name, int number = 0) => File.ReadAllBytes(GetPaths(split, name, number + 1)[number]);
}
