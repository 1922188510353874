using Microsoft.ML.Sav.Heads.Calm;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Heads.Tests.Calm;

/// <summary>Head vectors, split into support and validation rows, and the results of a reference implementation of CALM on them.</summary>
public sealed class CalmReference
{
    private readonly SafetensorsFile _file;
    private readonly FeatureLayout _layout;

    public CalmReference(string name)
    {
        _file = SafetensorsFile.Read(Repository.Fixture("heads", name + ".safetensors"));
        var shape = _file.GetShape("train"); // [examples, layers, heads, headDim]
        _layout = FeatureLayout.CreateUniform(shape[1], shape[2], shape[3]);
        ClassCount = _file.GetShape("class_means")[0];
        Support = Select("calm_support");
        Validation = Select("calm_validation");
        Queries = [.. _file.ReadSingle("query").Chunk(_layout.VectorLength)];
    }

    public int ClassCount { get; }

    public SupportSet Support { get; }

    public SupportSet Validation { get; }

    public float[][] Queries { get; }

    /// <summary>[heads][classes]</summary>
    public float[][] Read(string name) => [.. _file.ReadSingle(name).Chunk(ClassCount)];

    public int[] ReadPredicted(string suffix) => Array.ConvertAll(_file.ReadInt64("calm_predicted" + suffix), value => (int)value);

    /// <summary>Weights as the reference has them: of all heads, in their order.</summary>
    public float[][] GetWeights(CalmClassifier classifier) => Array.ConvertAll(Order(classifier), position =>
        position < 0 ? new float[ClassCount] : classifier.GetWeights(position).ToArray());

    /// <summary>Vectors of an example as a classifier orders them.</summary>
    public float[] Gather(CalmClassifier classifier, float[] vectors) => _layout.Gather(vectors, [.. classifier.Layout.Select(_layout.FindPosition)]);

    /// <summary>Position in the classifier per head of the reference, or -1.</summary>
    public int[] Order(CalmClassifier classifier) => [.. _layout.Select(classifier.Layout.FindPosition)];

    internal CalmClassifier Train(CalmOptions? options = null) => (CalmClassifier)CalmTrainer.Train(Support, Validation, options).Classifier;

    private SupportSet Select(string rows)
    {
        var vectors = _file.ReadSingle("train").Chunk(_layout.VectorLength).ToArray();
        var labels = _file.ReadInt64("train_labels");
        var selected = new SupportSet(_layout, ClassCount);
        foreach (var row in _file.ReadInt64(rows))
            selected.Add(vectors[row], (int)labels[row]);
        return selected;
    }
}
