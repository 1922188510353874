using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Lmm;

public sealed partial class MultimodalModel
{
    /// <summary>The model's family, <c>model_type</c> in config.json, for example <c>llava</c>.</summary>
    public string ModelType => _folder.Configuration.ModelType;

    /// <summary>Whether prompts may have images.</summary>
    public bool TakesImages => _folder.TakesImages;

    /// <summary>Tensors of the decoder that the head vectors are taken from, by layer number.</summary>
    public IReadOnlyDictionary<int, string> HeadTaps => _folder.Decoder.Taps.ToDictionary(tap => tap.Layer, tap => tap.Tensor);

    /// <summary>Numbers of the decoder's layers that have no attention, and so no heads.</summary>
    public IReadOnlyList<int> LayersWithoutHeads => _folder.Decoder.LayersWithoutHeads;

    /// <summary>
    /// Why the model runs on the CPU instead of the selected provider or GPU (<see cref="LmmOptions.FallbackToCpu"/>);
    /// <see langword="null"/> if it runs as selected.
    /// </summary>
    public string? CpuFallbackReason { get; }

    /// <summary>Reads the inputs of each ONNX file, in the order in which the files run.</summary>
    public IEnumerable<OnnxInput> ReadInputs() =>
        new[] { _folder.VisionEncoder, _folder.Embeddings, OnnxGraphInfo.Read(_folder.Files.Decoder.Path) }.OfType<OnnxGraphInfo>().SelectMany(graph => graph.Inputs);
}
