namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

/// <summary>Random examples: a base direction, a class mean of some strength and noise per feature.</summary>
internal sealed class SyntheticExamples(FeatureLayout layout, int classCount, float[][] vectors, int[] classes) : ILabelledExamples
{
    public FeatureLayout Layout => layout;

    public int ClassCount => classCount;

    public int Count => classes.Length;

    public float[][] Vectors => vectors;

    public static SyntheticExamples Create(
        FeatureLayout layout, int[] exampleCounts, double strength = 1, Func<int, double>? strengthPerFeature = null, int seed = 1, int draw = 0)
    {
        var random = new Random(seed);
        var baseVector = CreateNoise(random, layout.VectorLength);
        var means = exampleCounts.Select(_ => CreateNoise(random, layout.VectorLength)).ToArray();
        var classes = exampleCounts.SelectMany((count, c) => Enumerable.Repeat(c, count)).ToArray();
        random = new Random(seed + (1000 * draw));
        random.Shuffle(classes);
        var vectors = classes.Select(c =>
        {
            var vector = CreateNoise(random, layout.VectorLength);
            for (var position = 0; position < layout.Count; position++)
            {
                var factor = (float)(strengthPerFeature?.Invoke(position) ?? strength);
                for (var i = layout.GetOffset(position); i < layout.GetOffset(position) + layout[position].Size; i++)
                    vector[i] += baseVector[i] + (factor * means[c][i]);
            }
            return vector;
        }).ToArray();
        return new SyntheticExamples(layout, exampleCounts.Length, vectors, classes);
    }

    public SyntheticExamples WithVectors(Func<float[], int, float[]> change) => new(layout, classCount, [.. vectors.Select(change)], classes);

    public SyntheticExamples Reorder(IReadOnlyList<int> order) =>
        new(layout, classCount, [.. order.Select(i => vectors[i])], [.. order.Select(i => classes[i])]);

    public int GetClass(int example) => classes[example];

    public int CountOthers(int example) => classes.Count(c => c == classes[example]) - 1;

    public ClassMeans ComputeClassMeans() => throw new NotSupportedException("Gaussian classifiers do not use class means.");

    public float[] ReadFeature(int position) => [.. vectors.SelectMany(vector => layout.Slice(vector, position).ToArray())];

    public double MeasureAccuracy(FeatureClassifier classifier) => Enumerable.Range(0, Count).Average(i => classifier.Predict(Gather(classifier, i)) == classes[i] ? 1 : 0);

    public ClassificationQuality Measure(FeatureClassifier classifier) =>
        ClassificationQuality.Compute([.. Enumerable.Range(0, Count).Select(i => Score(classifier, i))], classes)!;

    public float[] Score(FeatureClassifier classifier, int example)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(Gather(classifier, example), scores);
        return scores;
    }

    private float[] Gather(FeatureClassifier classifier, int example) => layout.Gather(vectors[example], [.. classifier.Layout.Select(layout.FindPosition)]);

    private static float[] CreateNoise(Random random, int length)
    {
        var noise = new float[length];
        for (var i = 0; i < length; i++)
            noise[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return noise;
    }
}
