namespace Microsoft.ML.Sav.Onnx;

/// <summary>One ONNX file of a model.</summary>
/// <param name="Path">Full path.</param>
internal sealed record OnnxFile(string Path)
{
    /// <summary>Names of the graph's inputs by their usual names, where a configuration gives them.</summary>
    public IReadOnlyDictionary<string, string> InputNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the output to use, where a configuration gives it.</summary>
    public string? OutputName { get; init; }
}
