namespace Microsoft.ML.Sav.Report.Tests;

/// <summary>A row of the test data: a product photo and its label.</summary>
internal sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>Photos of samples/data/fashion-mnist, of three classes.</summary>
    /// <param name="part">"train" or "test".</param>
    /// <param name="labels">Label per class.</param>
    /// <param name="count">Number of photos per class.</param>
    public static Photo[] Create(string part, IReadOnlyList<string> labels, int count) =>
    [
        .. from number in Enumerable.Range(0, count)
           from name in new[] { "bag", "sandal", "trouser" }.Zip(labels)
           select new Photo { ImagePath = Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", part, name.First, $"{number:00}.png"), Label = name.Second },
    ];
}
