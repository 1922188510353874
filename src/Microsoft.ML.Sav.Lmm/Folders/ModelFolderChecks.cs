using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>What must be right in a model folder: one list, of which opening throws the first problem and the diagnosis reports all.</summary>
internal static class ModelFolderChecks
{
    private static readonly Action<ModelFolder>[] NeededToOpen =
    [
        folder => folder.ThrowIfFilesAreMissing(),
        .. Configuration.ConfigurationFiles.Names.Select(name => (Action<ModelFolder>)(folder => folder.CheckJson(name))),
        folder => _ = folder.Configuration,
        folder => _ = folder.Decoder,
        CheckEmbeddings,
        CheckDecoderWeights,
    ];

    // slow to read: these are read in parallel to the decoder, or when a prompt needs them
    private static readonly Action<ModelFolder>[] NeededToRun =
    [
        folder => _ = folder.VisionEncoder,
        folder => _ = folder.Embeddings,
        folder => _ = folder.Tokenizer,
        folder => _ = folder.ImageProcessor,
        folder => _ = folder.Registration,
        folder => _ = folder.ChatTemplate,
        folder => _ = folder.PromptEncoder,
    ];

    /// <summary>Opens a folder. Tokenizer, chat template, image processor and family are read on another thread; what is wrong with them is thrown when they are needed.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ModelFolderException">The first problem that was found.</exception>
    public static ModelFolder Open(string path, LmmOptions options)
    {
        var folder = new ModelFolder(path, options);
        folder.StartReadingPromptEncoder();
        foreach (var check in NeededToOpen)
            check(folder);
        return folder;
    }

    /// <summary>Reads all of a folder.</summary>
    /// <returns>A sentence per problem.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static IReadOnlyList<string> FindProblems(string path, LmmOptions options)
    {
        var folder = new ModelFolder(path, options);
        // what depends on a part that is wrong throws that part's exception
        return [.. NeededToOpen.Concat(NeededToRun).SelectMany(check => FindProblems(folder, check)).Distinct()];
    }

    private static IReadOnlyList<string> FindProblems(ModelFolder folder, Action<ModelFolder> check)
    {
        try
        {
            check(folder);
            return [];
        }
        catch (ModelFolderException exception)
        {
            return exception.Problems;
        }
    }

    private static void CheckEmbeddings(ModelFolder folder)
    {
        if (folder.Files is { Embeddings: null, VisionEncoder: null } && folder.Decoder.Inputs.Contains(TensorNames.InputsEmbeds))
        {
            throw new ModelFolderException(
                $"The LMM folder '{folder.Path}' lacks embed_tokens.onnx, whose output the decoder '{folder.Files.Decoder.Path}' takes.");
        }
    }

    private static void CheckDecoderWeights(ModelFolder folder)
    {
        string[] missing = [.. folder.Decoder.ExternalDataFiles.Where(file => !File.Exists(file)).Select(file => $"The decoder's weights '{file}' are missing.")];
        if (missing.Length > 0)
            throw new ModelFolderException(string.Join(" ", missing), missing);
    }
}
