using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm;

public sealed partial class MultimodalModel
{
    /// <summary>The model's family, <c>model_type</c> in config.json, for example <c>llava</c>.</summary>
    public string ModelType => _configuration.ModelType;

    /// <summary>Whether prompts may have images.</summary>
    public bool TakesImages => _files.VisionEncoder is not null || _decoder.Inputs.Contains(ImageTensor.PixelValues);

    /// <summary>Tensors of the decoder that the head vectors are taken from, by layer number.</summary>
    public IReadOnlyDictionary<int, string> HeadTaps => _decoder.Taps.ToDictionary(tap => tap.Layer, tap => tap.Tensor);

    /// <summary>Numbers of the decoder's layers that have no attention, and so no heads.</summary>
    public IReadOnlyList<int> LayersWithoutHeads => _decoder.LayersWithoutHeads;

    /// <summary>
    /// Why the model runs on the CPU where its options name a provider or GPU (<see cref="LmmOptions.FallbackToCpu"/>);
    /// <see langword="null"/> where it runs as they say.
    /// </summary>
    public string? CpuFallbackReason { get; }

    /// <summary>Reads from each ONNX file which inputs it takes, in the order in which the files run.</summary>
    public IEnumerable<OnnxInput> ReadInputs() =>
        from file in new[] { _files.VisionEncoder, _files.Embeddings, _files.Decoder }.OfType<OnnxFile>()
        let graph = OnnxModelReader.Read(file.Path).Graph
        from input in graph.Input.ExceptBy(graph.Initializer.Select(tensor => tensor.Name), input => input.Name)
        let tensor = input.Type.TensorType
        select new OnnxInput(
            file.Path, input.Name, $"{(TensorProto.Types.DataType)tensor.ElemType}".ToLowerInvariant(),
            [.. tensor.Shape.Dim.Select(Dimension)]);

    private static string Dimension(TensorShapeProto.Types.Dimension dimension) =>
        dimension.HasDimValue ? $"{dimension.DimValue}" : dimension.HasDimParam ? dimension.DimParam : "?";
}
