using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>How vectors differ within their classes.</summary>
/// <param name="Means">Mean per class. [classes, dimensions]</param>
/// <param name="Scatter">Lower triangle of the sum of the outer products of vectors minus the mean of their class. [dimensions, dimensions]</param>
/// <param name="Trace">Trace of the scatter.</param>
internal sealed record ClassScatter(Matrix Means, Matrix Scatter, double Trace)
{
    /// <summary>Computes means and scatter.</summary>
    /// <param name="vectors">[examples, dimensions]</param>
    /// <param name="classes">Classes of the examples.</param>
    public static ClassScatter Compute(Matrix vectors, ExampleClasses classes)
    {
        var means = ComputeMeans(vectors, classes);
        var deviations = vectors.Copy();
        for (var i = 0; i < vectors.RowCount; i++)
            TensorPrimitives.Subtract(vectors.GetRow(i), means.GetRow(classes.GetClass(i)), deviations.GetRow(i));
        var scatter = deviations.ComputeGram();
        var trace = 0.0;
        for (var j = 0; j < scatter.RowCount; j++)
            trace += scatter[j, j];
        return new ClassScatter(means, scatter, trace);
    }

    /// <summary>Computes the mean per class. [classes, dimensions]</summary>
    public static Matrix ComputeMeans(Matrix vectors, ExampleClasses classes)
    {
        var means = new Matrix(classes.Count, vectors.ColumnCount);
        for (var c = 0; c < classes.Count; c++)
        {
            var mean = means.GetRow(c);
            foreach (var example in classes.GetExamples(c))
                TensorPrimitives.Add(mean, vectors.GetRow(example), mean);
            TensorPrimitives.Divide(mean, classes.GetExamples(c).Length, mean);
        }
        return means;
    }
}
