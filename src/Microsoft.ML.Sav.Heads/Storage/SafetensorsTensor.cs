namespace Microsoft.ML.Sav.Heads.Storage;

/// <summary>A tensor that is to be written.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Type of its elements as safetensors calls it, for example <c>F32</c>.</param>
/// <param name="Shape">Its dimensions.</param>
public sealed record SafetensorsTensor(string Name, string Type, params IReadOnlyList<long> Shape)
{
    /// <summary>Size in bytes.</summary>
    public long Length => Shape.Aggregate((long)SafetensorsFile.ElementSize(Type), (size, dimension) => checked(size * dimension));
}
