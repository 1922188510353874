using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Brings a decoder into one flat graph in topological order, whichever exporter wrote it.</summary>
internal static class DecoderNormalizer
{
    private const int MinOperatorSet = 12; // GatherND with batch_dims

    /// <summary>Inlines functions and the branch without a KV cache, and sorts the nodes, in place.</summary>
    /// <param name="model">The decoder.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="OnnxModelException">The operator set is too old, or the graph is not valid.</exception>
    public static void Normalize(ModelProto model, string path)
    {
        if (model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx") is { Version: < MinOperatorSet and var version })
            throw new OnnxModelException($"'{path}' uses version {version} of the ONNX operator set; version {MinOperatorSet} or later is required.");
        try
        {
            FunctionInliner.Inline(model);
            BranchInliner.Inline(model.Graph);
            TopologicalOrder.Restore(model.Graph);
        }
        catch (OnnxModelException exception)
        {
            throw new OnnxModelException($"'{path}': {exception.Message}", exception);
        }
    }
}
