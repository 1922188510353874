namespace Microsoft.ML.Sav.Heads;

/// <summary>An example that a classifier was trained on. Immutable.</summary>
public sealed record TrainingExample
{
    /// <param name="id">See <see cref="Id"/>.</param>
    /// <param name="classIndex">See <see cref="Class"/>.</param>
    /// <param name="vectors">The features; not copied, and must not change afterwards.</param>
    internal TrainingExample(string id, int classIndex, float[] vectors) => (Id, Class, VectorArray) = (id, classIndex, vectors);

    /// <summary>SHA-256 of the example's text and images, in hexadecimal. Examples with the same content have the same ID.</summary>
    public string Id { get; }

    /// <summary>Class of the example, from 0.</summary>
    public int Class { get; internal init; }

    /// <summary>The features, as <see cref="TrainingExamples.Layout"/> orders them.</summary>
    public ReadOnlyMemory<float> Vectors => VectorArray;

    internal float[] VectorArray { get; }
}
