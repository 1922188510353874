using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Arguments that several commands share.</summary>
internal static class CommonArguments
{
    /// <summary>Formats of examples, for descriptions.</summary>
    public const string Formats = "JSON lines {\"image\": path or list of paths, \"question\": string, \"label\": string}, CSV, TSV, Parquet, zip, Teachable Machine (.tm), "
        + "COCO, Label Studio or Custom Vision (.json)";

    public static Argument<string> Data() => new("DATA") { Description = $"Folder with one folder of images per class, or a file: {Formats}." };

    public static Argument<string[]> Items() => new("ITEM")
    {
        Description = $"Image, folder of images, or a file: {Formats}.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Argument<string> Model() => new("MODEL.zip") { Description = "Model saved by sav fit or by ML.NET." };
}
