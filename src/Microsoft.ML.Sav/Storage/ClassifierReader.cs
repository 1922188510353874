using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Reads what <see cref="ClassifierWriter"/> writes, and the form of versions 1.1 and 1.2.</summary>
internal sealed class ClassifierReader(BoundedReader reader)
{
    private const int QualityBytes = 1;
    private const int FeatureBytes = LayoutFormat.FeatureBytes + sizeof(double);
    private const int ExpertBytes = 1 + sizeof(int) + (2 * sizeof(double)) + QualityBytes;

    public TrainedClassifier Read()
    {
        var kind = (ClassifierKind)reader.ReadByte();
        var report = new ClassifierReport(
            kind, reader.ReadArray(FeatureBytes, ReadFeature), reader.ReadArray(ExpertBytes, ReadExpert), ReadQuality());
        var layout = new FeatureLayout(report.Features.Select(feature => feature.Feature));
        return new TrainedClassifier(ReadClassifier(kind, layout, reader.ReadCount(sizeof(int))), report);
    }

    /// <summary>Reads the form of versions 1.1 and 1.2, which had Sparse Attention Vectors only.</summary>
    public TrainedClassifier ReadWithoutKind()
    {
        var tieRule = (VoteTieRule)reader.ReadByte();
        var features = reader.ReadArray(4 * sizeof(int), () => new FeatureScore(
            new Feature(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()), reader.ReadInt32()));
        var layout = new FeatureLayout(features.Select(feature => feature.Feature));
        var means = ReadMeans(layout, reader.ReadCount(sizeof(int)));
        return new TrainedClassifier(
            new SavClassifier(means, tieRule), new ClassifierReport(ClassifierKind.SparseAttentionVectors, features, Experts: [], LeaveOneOut: null));
    }

    private FeatureClassifier ReadClassifier(ClassifierKind kind, FeatureLayout layout, int classCount)
    {
        switch (kind)
        {
            case ClassifierKind.SparseAttentionVectors:
                var tieRule = (VoteTieRule)reader.ReadByte();
                return new SavClassifier(ReadMeans(layout, classCount), tieRule);
            case ClassifierKind.Auto or ClassifierKind.GaussianHeads:
                return ReadLinear(layout, classCount);
            case ClassifierKind.Calm:
                return ReadCalm(layout, classCount);
            case ClassifierKind.Hec:
                var (counts, values, biases) = ReadClasses(layout, classCount, layout.Count);
                return new HecClassifier(layout, values, biases, counts);
            default:
                throw new InvalidDataException($"the kind of classifier is {kind}, which is not defined.");
        }
    }

    private FeatureScore ReadFeature() => new(LayoutFormat.ReadFeature(reader), reader.ReadDouble());

    private ExpertReport ReadExpert() => new(
        (FeatureKind)reader.ReadByte(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), ReadQuality());

    private ClassificationQuality? ReadQuality() =>
        reader.ReadBoolean() ? new ClassificationQuality(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()) : null;

    private ClassMeans ReadMeans(FeatureLayout layout, int classCount)
    {
        var (counts, means, _) = ReadClasses(layout, classCount, furtherValues: 0);
        return new ClassMeans(layout, means, counts);
    }

    private LinearClassifier ReadLinear(FeatureLayout layout, int classCount)
    {
        var (counts, weights, biases) = ReadClasses(layout, classCount, furtherValues: 1);
        return new LinearClassifier(layout, weights, Array.ConvertAll(biases, bias => bias[0]), counts);
    }

    private CalmClassifier ReadCalm(FeatureLayout layout, int classCount)
    {
        var temperature = reader.ReadDouble();
        var (counts, means, weights) = ReadClasses(layout, classCount, layout.Count);
        var perHead = Enumerable.Range(0, layout.Count).Select(position => Array.ConvertAll(weights, perClass => perClass[position]));
        return new CalmClassifier(new ClassMeans(layout, means, counts), [.. perHead], temperature);
    }

    // Per class: the number of examples, a value per float of the features, and further values.
    private (int[] Counts, float[][] Values, float[][] Further) ReadClasses(FeatureLayout layout, int classCount, int furtherValues)
    {
        reader.RequireItems(classCount, sizeof(int) + (sizeof(float) * ((long)layout.VectorLength + furtherValues)));
        var (counts, values, further) = (new int[classCount], new float[classCount][], new float[classCount][]);
        for (var c = 0; c < classCount; c++)
            (counts[c], values[c], further[c]) = (reader.ReadInt32(), reader.ReadSingles(layout.VectorLength), reader.ReadSingles(furtherValues));
        return (counts, values, further);
    }
}
