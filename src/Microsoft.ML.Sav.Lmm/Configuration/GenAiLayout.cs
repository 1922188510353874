using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>Folders of onnxruntime-genai, whose genai_config.json names the ONNX files and their inputs and outputs.</summary>
internal sealed class GenAiLayout(string folder, LmmOptions options)
{
    /// <param name="missing">Takes down what is missing; its path is then empty.</param>
    /// <exception cref="InvalidDataException">genai_config.json is broken or names no decoder.</exception>
    /// <exception cref="NotSupportedException">The vision encoder is split into several files.</exception>
    public ModelFiles Find(MissingFiles missing)
    {
        var file = JsonSection.ReadFile(Path.Combine(folder, ModelConfiguration.GenAiConfigFile));
        var model = file.Required(file.Section("model"), "model");
        var decoder = model.Required(model.Section("decoder"), "decoder");
        var vision = model.Section("vision");
        if (vision is not null && vision.Text("filename") is null)
            throw new NotSupportedException($"{vision.Location}: only a vision encoder in one file ('filename') is supported.");

        missing.Find("tokenizer.json", Path.Combine(folder, "tokenizer.json"));
        var files = new ModelFiles(folder, Graph(decoder, options.DecoderFile, outputName: null, missing))
        {
            Embeddings = model.Section("embedding") is { } embedding ? Graph(embedding, null, "inputs_embeds", missing) : null,
            VisionEncoder = vision is null ? null : Graph(vision, null, "image_features", missing),
            PresentValueName = decoder.Section("outputs")?.Text("present_value_names"),
        };
        if (files is { VisionEncoder: not null, Embeddings: null })
            missing.Add($"an 'embedding' section in {ModelConfiguration.GenAiConfigFile}");
        return files;
    }

    private OnnxFile Graph(JsonSection section, string? chosen, string? outputName, MissingFiles missing)
    {
        var name = chosen ?? section.Required(section.Text("filename"), "filename");
        return new OnnxFile(missing.Find(name, Path.Combine(folder, name)))
        {
            InputNames = section.Section("inputs")?.Texts() ?? new Dictionary<string, string>(),
            OutputName = outputName is null ? null : section.Section("outputs")?.Text(outputName),
        };
    }
}
