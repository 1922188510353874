using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Arguments that several commands share.</summary>
internal static class CommonArguments
{
    private const string Rows = "{\"image\": path or list of paths, \"question\": string, \"label\": string}; paths are relative to the file.";

    public static Argument<string> JsonLines() => new("ROWS.jsonl") { Description = "JSON lines " + Rows };

    public static Argument<string> Data() => new("DATA")
    {
        Description = "Folder with one folder of images per class, or JSON lines " + Rows,
    };

    public static Argument<string> Model() => new("MODEL.zip") { Description = "Model saved by sav fit or by ML.NET." };
}
