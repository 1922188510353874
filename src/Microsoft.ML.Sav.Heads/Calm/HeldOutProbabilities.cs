using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Calm;

/// <summary>Probabilities that single heads give the classes of examples which are not part of the class means. Thread-safe.</summary>
/// <param name="means">The class means.</param>
/// <param name="examples">The examples.</param>
/// <param name="temperature">Temperature of the softmax over cosines.</param>
/// <param name="areInMeans">Whether the class means are of the same examples, so that each has to be left out of the mean of its class.</param>
internal sealed class HeldOutProbabilities(ClassMeans means, ILabelledExamples examples, double temperature, bool areInMeans)
{
    /// <summary>The class means.</summary>
    public ClassMeans Means => means;

    /// <summary>The examples.</summary>
    public ILabelledExamples Examples => examples;

    /// <summary>Whether an example can be held out: not so if it is the only one in the mean of its class.</summary>
    public bool CanHoldOut(int example) => !areInMeans || means.GetExampleCount(examples.GetClass(example)) > 1;

    /// <summary>Computes the probabilities of an example that can be held out.</summary>
    /// <param name="position">Position of the head.</param>
    /// <param name="vectors">Vectors of all examples at the head: [examples, size]</param>
    /// <param name="example">The example.</param>
    /// <param name="probabilities">Receives a probability per class; 0 for classes without a mean.</param>
    /// <returns>Whether they are numbers; not so if the vector has a NaN.</returns>
    public bool TryCompute(int position, ReadOnlySpan<float> vectors, int example, Span<double> probabilities)
    {
        var size = means.Layout[position].Size;
        var vector = vectors.Slice(example * size, size);
        var cosines = new float[means.ClassCount];
        means.ComputeCosines(position, vector, cosines);
        if (areInMeans)
            cosines[examples.GetClass(example)] = ComputeLeaveOneOutCosine(position, vector, examples.GetClass(example));
        return CalmClassifier.TryComputeProbabilities(means, cosines, temperature, probabilities);
    }

    // The mean without the vector is (n * mean - vector) / (n - 1); its length does not matter.
    private float ComputeLeaveOneOutCosine(int position, ReadOnlySpan<float> vector, int own)
    {
        var others = new float[vector.Length];
        TensorPrimitives.Multiply(means.Layout.Slice(means.GetMean(own), position), means.GetExampleCount(own), others);
        TensorPrimitives.Subtract(others, vector, others);
        var product = TensorPrimitives.Norm(vector) * TensorPrimitives.Norm<float>(others);
        return product == 0 ? 0 : TensorPrimitives.Dot(vector, others) / product;
    }
}
