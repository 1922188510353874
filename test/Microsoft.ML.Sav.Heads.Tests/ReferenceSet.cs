using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Heads.Tests;

/// <summary>Head vectors and the results of the paper's reference implementation on them.</summary>
public sealed class ReferenceSet
{
    private readonly SafetensorsFile _file;

    public ReferenceSet(string name, long memoryLimit = SupportSet.DefaultMemoryLimit)
    {
        _file = SafetensorsFile.Read(Repository.Fixture("heads", name + ".safetensors"));
        var shape = _file.GetShape("train"); // [examples, layers, heads, headDim]
        Layout = FeatureLayout.CreateUniform(shape[1], shape[2], shape[3]);
        ClassCount = _file.GetShape("class_means")[0];
        Support = new SupportSet(Layout, ClassCount, memoryLimit);
        var labels = _file.ReadInt64("train_labels");
        labels.Should().HaveCount(shape[0]);
        foreach (var (i, vectors) in ReadVectors("train").Index())
            Support.Add(vectors, (int)labels[i]);
        Queries = ReadVectors("query");
    }

    public static TheoryData<string> Names => [.. Directory.GetFiles(Repository.Fixture("heads"), "*.safetensors").Select(path => Path.GetFileNameWithoutExtension(path))];

    public FeatureLayout Layout { get; }

    public int ClassCount { get; }

    public SupportSet Support { get; }

    public float[][] Queries { get; }

    public float[][] ClassMeans => ReadVectors("class_means");

    public int[] SuccessCounts => ReadIntegers("success_count");

    public int[] TopHeads => ReadIntegers("top_heads");

    public int[][] Votes => [.. ReadIntegers("votes").Chunk(ClassCount)];

    public int[] Predicted => ReadIntegers("predicted");

    private float[][] ReadVectors(string name) => [.. _file.ReadSingle(name).Chunk(Layout.VectorLength)];

    private int[] ReadIntegers(string name) => Array.ConvertAll(_file.ReadInt64(name), value => (int)value);
}
