using Microsoft.ML.Sav.Tool.Lmms;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>What <c>sav</c> prints without arguments: what to do next.</summary>
internal static class WelcomeText
{
    public static void Write(TextWriter output)
    {
        output.WriteLine("Sparse Attention Vectors: few-shot classifiers of images and text, from about 20 examples per class.");
        output.WriteLine();
        if (LmmChoice.FindDefault() is { } lmm)
            WriteSteps(output, lmm);
        else
            WriteHowToGetAnLmm(output);
        output.WriteLine();
        output.WriteLine("sav --help lists all commands, sav COMMAND --help their options. sav doctor checks this machine.");
    }

    private static void WriteSteps(TextWriter output, LmmChoice lmm)
    {
        output.WriteLine($"Large multimodal model (LMM): {lmm.Folder} ({lmm.Origin})");
        output.WriteLine();
        WriteTable(
            output,
            ("sav fit photos", "train on a folder with one folder of images per class; writes photos.zip"),
            ("sav predict photos.zip new.jpg", "classify an image"),
            ("sav evaluate photos.zip test", "measure accuracy on images that it was not trained on"),
            ("sav suggest next new --labelled photos", "which images to label next"));
    }

    private static void WriteHowToGetAnLmm(TextWriter output)
    {
        output.WriteLine("No large multimodal model (LMM) is configured yet. Get a small one (120 MB), then train:");
        output.WriteLine();
        WriteTable(
            output,
            ("dotnet package download Microsoft.ML.Sav.SmolLM2 -o lmm", ""),
            ("sav lmm add lmm", ""),
            ("sav fit photos", "train on a folder with one folder of images per class"));
        output.WriteLine();
        output.WriteLine($"Have one already? sav lmm add FOLDER, or set {LmmChoice.Variable}. Larger ones: {LmmChoice.ModelsPage}");
    }

    private static void WriteTable(TextWriter output, params (string Command, string Meaning)[] lines)
    {
        var width = lines.Max(line => line.Command.Length);
        foreach (var (command, meaning) in lines)
            output.WriteLine($"  {command.PadRight(width)}   {meaning}".TrimEnd());
    }
}
