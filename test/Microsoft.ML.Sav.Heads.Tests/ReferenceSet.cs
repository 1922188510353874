using Microsoft.ML.Sav.Heads.Storage;

namespace Microsoft.ML.Sav.Heads.Tests;

/// <summary>Head vectors that went through the paper's reference implementation, with what it computed.</summary>
public sealed class ReferenceSet
{
    private readonly SafetensorsFile _file;

    public ReferenceSet(string name, long memoryLimit = SupportSet.DefaultMemoryLimit)
    {
        _file = new SafetensorsFile(Repository.Fixture("heads", name + ".safetensors"));
        var shape = _file.Shape("train"); // [examples, layers, heads, headDim]
        Layout = HeadLayout.Uniform(shape[1], shape[2], shape[3]);
        ClassCount = _file.Shape("class_means")[0];
        Support = new SupportSet(Layout, ClassCount, memoryLimit);
        foreach (var (vectors, label) in _file.ReadSingle("train").Chunk(Layout.VectorLength).Zip(_file.ReadInt64("train_labels")))
            Support.Add(vectors, (int)label);
        Queries = [.. _file.ReadSingle("query").Chunk(Layout.VectorLength)];
    }

    public static TheoryData<string> Names => [.. Directory.GetFiles(Repository.Fixture("heads"), "*.safetensors").Select(path => Path.GetFileNameWithoutExtension(path))];

    public HeadLayout Layout { get; }

    public int ClassCount { get; }

    public SupportSet Support { get; }

    public float[][] Queries { get; }

    public float[] ClassMeans => _file.ReadSingle("class_means");

    public long[] SuccessCounts => _file.ReadInt64("success_count");

    public int[] TopHeads => Array.ConvertAll(_file.ReadInt64("top_heads"), head => (int)head);

    public long[][] Votes => [.. _file.ReadInt64("votes").Chunk(ClassCount)];

    public long[] Predicted => _file.ReadInt64("predicted");
}
