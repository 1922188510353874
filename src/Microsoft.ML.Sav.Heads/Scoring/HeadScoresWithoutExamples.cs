using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Scoring;

/// <summary>
/// Success count and mean margin of one head, as <see cref="HeadScores"/> has them, on all examples but one: for each example in turn, which is then
/// no part of its class mean either. The dot products of the examples are all that it takes.
/// </summary>
internal sealed class HeadScoresWithoutExamples
{
    // A sum of vectors whose squared length is a smaller share of theirs is 0 but for rounding.
    private const double Rounding = 1e-14;

    private readonly ExampleClasses _classes;
    private readonly Matrix _products; // of examples: [examples, examples]
    private readonly Matrix _sumProducts; // of examples and the sums of the classes: [examples, classes]
    private readonly double[] _sumSquares; // squared lengths of the sums: [classes]
    private readonly (float Cosine, int Class)[][] _nearest; // the two nearest other classes: [examples][2]

    /// <param name="vectors">[examples, size]</param>
    /// <param name="size">Number of values per example.</param>
    /// <param name="classes">Classes of the examples.</param>
    public HeadScoresWithoutExamples(float[] vectors, int size, ExampleClasses classes)
    {
        _classes = classes;
        var matrix = Matrix.From(vectors, size);
        _products = matrix.MultiplyTransposed(matrix);
        _sumProducts = new Matrix(classes.ExampleCount, classes.Count);
        _sumSquares = new double[classes.Count];
        for (var i = 0; i < classes.ExampleCount; i++)
        {
            for (var j = 0; j < classes.ExampleCount; j++)
                _sumProducts[i, classes.GetClass(j)] += _products[i, j];
            _sumSquares[classes.GetClass(i)] += _sumProducts[i, classes.GetClass(i)];
        }
        _nearest = [.. Enumerable.Range(0, classes.ExampleCount).Select(FindNearestOthers)];
    }

    /// <summary>Scores the head without an example.</summary>
    /// <param name="example">One of <see cref="ExampleClasses.Scored"/>.</param>
    /// <returns>Number of the other examples whose nearest class mean is that of their own class, and their mean margin.</returns>
    public (int SuccessCount, double MeanMargin) Compute(int example)
    {
        var (successCount, margins) = (0, 0.0);
        var changed = _classes.GetClass(example);
        for (var other = 0; other < _classes.ExampleCount; other++)
        {
            if (other == example)
                continue;
            var ownClass = _classes.GetClass(other);
            (float Cosine, int Class) own = (ComputeCosine(other, ownClass), ownClass);
            var nearest = _nearest[other][_nearest[other][0].Class == changed ? 1 : 0];
            var moved = (ComputeCosineWithout(other, example), changed);
            if (ownClass == changed)
                own = moved;
            else if (IsNearer(moved, nearest))
                nearest = moved;
            successCount += IsNearer(own, nearest) ? 1 : 0;
            margins += own.Cosine - nearest.Cosine;
        }
        return (successCount, double.IsFinite(margins) ? margins / (_classes.ExampleCount - 1) : double.NegativeInfinity);
    }

    private (float Cosine, int Class)[] FindNearestOthers(int example)
    {
        (float Cosine, int Class)[] nearest = [(float.NegativeInfinity, int.MaxValue), (float.NegativeInfinity, int.MaxValue)];
        for (var c = 0; c < _classes.Count; c++)
        {
            if (c == _classes.GetClass(example))
                continue;
            var candidate = (ComputeCosine(example, c), c);
            if (IsNearer(candidate, nearest[0]))
                (nearest[0], nearest[1]) = (candidate, nearest[0]);
            else if (IsNearer(candidate, nearest[1]))
                nearest[1] = candidate;
        }
        return nearest;
    }

    // The first of equal classes is the nearest.
    private static bool IsNearer((float Cosine, int Class) left, (float Cosine, int Class) right) =>
        left.Cosine > right.Cosine || (left.Cosine == right.Cosine && left.Class < right.Class);

    private float ComputeCosine(int example, int classIndex) =>
        ComputeCosine(_sumProducts[example, classIndex], _products[example, example], _sumSquares[classIndex], _sumSquares[classIndex]);

    // Of an example with the mean of the class of another, without that one.
    private float ComputeCosineWithout(int example, int left)
    {
        var classIndex = _classes.GetClass(left);
        var square = _products[left, left];
        return ComputeCosine(
            _sumProducts[example, classIndex] - _products[example, left], _products[example, example],
            _sumSquares[classIndex] - (2 * _sumProducts[left, classIndex]) + square, _sumSquares[classIndex] + square);
    }

    // Rounded as those of the classifier, so that heads whose vectors are all the same see equal classes.
    private static float ComputeCosine(double product, double square, double sumSquare, double terms) =>
        square == 0 || sumSquare <= Rounding * terms ? 0 : (float)(product / Math.Sqrt(square * sumSquare));
}
