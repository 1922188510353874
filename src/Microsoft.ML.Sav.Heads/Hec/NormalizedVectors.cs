using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Hec;

/// <summary>Vectors of one head, scaled to length 1, with their means.</summary>
internal sealed class NormalizedVectors
{
    private readonly FeatureSubset _examples;
    private readonly double[] _vectors; // [examples, size]
    private readonly double[] _classMeans; // [classes, size]

    private NormalizedVectors(FeatureSubset examples, double[] vectors, int size)
    {
        _examples = examples;
        _vectors = vectors;
        Size = size;
        Mean = new double[size];
        _classMeans = new double[examples.ClassCount * size];
        for (var example = 0; example < examples.Count; example++)
        {
            var classMean = _classMeans.AsSpan(examples.GetClass(example) * size, size);
            TensorPrimitives.Add(classMean, Get(example), classMean);
            TensorPrimitives.Add(Mean, Get(example), Mean);
        }
        TensorPrimitives.Divide(Mean, examples.Count, Mean);
        for (var c = 0; c < examples.ClassCount; c++)
        {
            var classMean = _classMeans.AsSpan(c * size, size);
            TensorPrimitives.Divide(classMean, Math.Max(1, examples.ExampleCounts[c]), classMean);
        }
    }

    /// <summary>Number of values per vector.</summary>
    public int Size { get; }

    /// <summary>Mean of all vectors.</summary>
    public double[] Mean { get; }

    /// <summary>Reads the vectors of a head.</summary>
    public static NormalizedVectors Read(FeatureSubset examples, int position)
    {
        var size = examples.Layout[position].Size;
        var vectors = Array.ConvertAll(examples.ReadFeature(position), value => (double)value);
        for (var start = 0; start < vectors.Length; start += size)
        {
            var vector = vectors.AsSpan(start, size);
            TensorPrimitives.Divide(vector, Math.Max(TensorPrimitives.Norm<double>(vector), HecClassifier.LeastLength), vector);
        }
        return new NormalizedVectors(examples, vectors, size);
    }

    /// <summary>Vector of an example.</summary>
    public ReadOnlySpan<double> Get(int example) => _vectors.AsSpan(example * Size, Size);

    /// <summary>Mean vector of a class; 0 if it has no examples.</summary>
    public ReadOnlySpan<double> GetClassMean(int classIndex) => _classMeans.AsSpan(classIndex * Size, Size);

    /// <summary>Computes the sum of squared distances from the mean of all vectors.</summary>
    public double ComputeSpread()
    {
        var spread = 0.0;
        var difference = new double[Size];
        for (var example = 0; example < _examples.Count; example++)
        {
            TensorPrimitives.Subtract(Get(example), Mean, difference);
            spread += TensorPrimitives.SumOfSquares<double>(difference);
        }
        return spread;
    }

    /// <summary>Computes the scatter within the classes: the sum of the outer products of vectors minus the mean of their class.</summary>
    /// <returns>[size, size], the lower triangle</returns>
    public double[] ComputeScatter()
    {
        var scatter = new double[Size * Size];
        var difference = new double[Size];
        for (var example = 0; example < _examples.Count; example++)
        {
            TensorPrimitives.Subtract(Get(example), GetClassMean(_examples.GetClass(example)), difference);
            for (var row = 0; row < Size; row++)
            {
                var products = scatter.AsSpan(row * Size, row + 1);
                TensorPrimitives.MultiplyAdd(difference.AsSpan(0, row + 1), difference[row], products, products);
            }
        }
        return scatter;
    }
}
