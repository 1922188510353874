namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>Class means and success counts in plain loops over examples, heads, classes and floats.</summary>
internal static class ReferenceLoop
{
    /// <param name="vectors">[examples][heads * size]</param>
    /// <param name="classes">Class per example.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="size">Number of floats per head.</param>
    public static int[] CountSuccesses(float[][] vectors, int[] classes, int classCount, int heads, int size)
    {
        var means = ComputeClassMeans(vectors, classes, classCount, heads * size);
        var successCounts = new int[heads];
        for (var example = 0; example < vectors.Length; example++)
        {
            for (var head = 0; head < heads; head++)
            {
                var nearest = 0;
                var greatest = float.NegativeInfinity;
                for (var c = 0; c < classCount; c++)
                {
                    var cosine = ComputeCosine(vectors[example], means[c], head * size, size);
                    if (cosine > greatest)
                        (nearest, greatest) = (c, cosine);
                }
                if (nearest == classes[example])
                    successCounts[head]++;
            }
        }
        return successCounts;
    }

    private static float[][] ComputeClassMeans(float[][] vectors, int[] classes, int classCount, int length)
    {
        var means = Enumerable.Range(0, classCount).Select(_ => new float[length]).ToArray();
        var counts = new int[classCount];
        for (var example = 0; example < vectors.Length; example++)
        {
            counts[classes[example]]++;
            for (var i = 0; i < length; i++)
                means[classes[example]][i] += vectors[example][i];
        }
        for (var c = 0; c < classCount; c++)
        {
            for (var i = 0; i < length; i++)
                means[c][i] /= counts[c];
        }
        return means;
    }

    private static float ComputeCosine(float[] left, float[] right, int start, int length)
    {
        float product = 0, leftSquares = 0, rightSquares = 0;
        for (var i = start; i < start + length; i++)
        {
            product += left[i] * right[i];
            leftSquares += left[i] * left[i];
            rightSquares += right[i] * right[i];
        }
        return product / MathF.Sqrt(leftSquares * rightSquares);
    }
}
