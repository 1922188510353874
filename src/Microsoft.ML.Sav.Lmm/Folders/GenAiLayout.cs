using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>Folders of onnxruntime-genai, whose genai_config.json names the ONNX files, their inputs and outputs.</summary>
internal sealed class GenAiLayout(ConfigurationFiles configuration, LmmOptions options, MissingFiles missing)
{
    /// <param name="genAi">genai_config.json</param>
    /// <exception cref="ModelFolderException">The file names no decoder, or the vision encoder has several files.</exception>
    public ModelFiles Find(JsonSection genAi)
    {
        var model = genAi.Require(genAi.GetSection("model"), "model");
        var decoder = model.Require(model.GetSection("decoder"), "decoder");
        var vision = model.GetSection("vision");
        if (vision is not null && vision.GetString("filename") is null)
            throw vision.CreateException("only a vision encoder in one file ('filename') is supported.");

        missing.Find(ModelFiles.Tokenizer, configuration.PathOf(ModelFiles.Tokenizer));
        var files = new ModelFiles(FindFile(decoder, options.DecoderFile, outputName: null))
        {
            Embeddings = model.GetSection("embedding") is { } embedding ? FindFile(embedding, null, "inputs_embeds") : null,
            VisionEncoder = vision is null ? null : FindFile(vision, null, "image_features"),
            PresentValueName = decoder.GetSection("outputs")?.GetString("present_value_names"),
        };
        if (files is { VisionEncoder: not null, Embeddings: null })
            missing.Add($"an 'embedding' section in {ConfigurationFiles.GenAiConfig}");
        return files;
    }

    private OnnxFile FindFile(JsonSection section, string? chosen, string? outputName)
    {
        var name = chosen ?? section.Require(section.GetString("filename"), "filename");
        if (chosen is null && !Path.GetFullPath(configuration.PathOf(name)).StartsWith(Path.TrimEndingDirectorySeparator(configuration.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw section.CreateUnexpectedException("filename", "the name of a file in the folder");
        return new OnnxFile(missing.Find(name, configuration.PathOf(name)))
        {
            InputNames = section.GetSection("inputs")?.GetStrings() ?? new Dictionary<string, string>(),
            OutputName = outputName is null ? null : section.GetSection("outputs")?.GetString(outputName),
        };
    }
}
