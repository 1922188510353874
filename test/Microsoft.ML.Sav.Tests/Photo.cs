namespace Microsoft.ML.Sav.Tests;

/// <summary>A row of the test data: real product photos of samples/data/fashion-mnist.</summary>
internal sealed class Photo
{
    public static readonly string[] Classes = ["trouser", "bag", "ankle-boot"];

    public string ImagePath { get; set; } = "";

    public string Question { get; set; } = "What is this?";

    public string Label { get; set; } = "";

    public static string Path(string split, string className, int number) =>
        System.IO.Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", split, className, $"{number:00}.png");

    public static Photo[] Training(int count = 4) => Create("train", count);

    public static Photo[] Test(int count = 2) => Create("test", count);

    private static Photo[] Create(string split, int count) =>
        [.. from number in Enumerable.Range(0, count)
            from name in Classes
            select new Photo { ImagePath = Path(split, name, number), Label = name }];
}
