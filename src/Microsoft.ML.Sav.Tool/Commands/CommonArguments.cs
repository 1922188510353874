using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Arguments that several commands have.</summary>
internal static class CommonArguments
{
    private const string Rows = "{\"image\": path or list of paths, \"question\": text, \"label\": text}; paths are relative to the file.";

    public static Argument<string> JsonLines() => new("ROWS.jsonl") { Description = "JSON lines " + Rows };

    public static Argument<string> Data() => new("DATA")
    {
        Description = "Folder with a folder of images for each class, or JSON lines " + Rows,
    };

    public static Argument<string> Model() => new("MODEL.zip") { Description = "A model that sav fit or ML.NET has saved." };
}
