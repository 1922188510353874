namespace Microsoft.ML.Sav.Onnx;

/// <summary>An ONNX file of an LMM, with the names that the LMM's configuration gives to inputs and output.</summary>
/// <param name="Path">Full path.</param>
internal sealed record OnnxFile(string Path)
{
    /// <summary>Actual names of inputs by their usual names (<see cref="TensorNames"/>), for inputs that the configuration renames.</summary>
    public IReadOnlyDictionary<string, string> InputNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the output to use; null for the first one.</summary>
    public string? OutputName { get; init; }
}
