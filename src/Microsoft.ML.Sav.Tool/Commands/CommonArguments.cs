using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Arguments that several commands have.</summary>
internal static class CommonArguments
{
    public static Argument<string> Data() =>
        new("DATA") { Description = "Folder with a folder of images for each class, or JSON lines {\"image\": path or list of paths, \"question\": text, \"label\": text}." };

    public static Argument<string> Model() => new("MODEL.zip") { Description = "A model that sav fit or ML.NET has saved." };
}
