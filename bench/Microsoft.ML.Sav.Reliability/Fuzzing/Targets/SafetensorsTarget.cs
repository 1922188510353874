using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Tool.HeadVectors;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Safetensors files: any, and those that <c>sav classify-vectors</c> takes.</summary>
internal sealed class SafetensorsTarget : FuzzTarget
{
    private const int MaximumSeedLength = 200_000;

    public override string Name => "safetensors";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new SafetensorsMutator(), new SafetensorsMutator(), new ByteMutator()];

    public override void Read(FuzzInput input, string folder)
    {
        var path = Write(input, folder, "case.safetensors");
        var file = SafetensorsFile.Read(path);
        foreach (var name in file.Names)
        {
            file.GetShape(name);
            ReadTensor(() => file.ReadSingle(name));
            ReadTensor(() => file.ReadInt64(name));
            ReadTensor(() => file.ReadByte(name));
        }
        if (FeatureFile.IsIn(file))
            FeatureFile.Read(path, file).CreateSupportSet().Dispose();
        else
            VectorDataset.Read(path).Training.Dispose();
    }

    public override bool IsDocumented(Exception exception) => exception is SafetensorsException or InvalidDataException;

    protected override IEnumerable<FuzzInput> CreateCorpus() =>
    [
        .. ReadFiles(Directory.GetFiles(Repository.Fixtures, "*.safetensors", SearchOption.AllDirectories)).Where(file => file.Content.Length < MaximumSeedLength),
        CreateFeatureFile(),
    ];

    // As sav extract writes.
    private static FuzzInput CreateFeatureFile()
    {
        const string Header = """
            {"__metadata__":{"layout":"[[0,1,2],[\"Projector\",1]]","label_names":"[\"a\",\"b\"]","lmm_fingerprint":"00ff"},"label":{"dtype":"I64","shape":[3],"data_offsets":[0,24]},"features":{"dtype":"F32","shape":[3,3],"data_offsets":[24,60]}}
            """;
        return new FuzzInput("features", [.. BitConverter.GetBytes((long)Header.Length), .. Header.Select(c => (byte)c), .. new byte[8], 1, .. new byte[51]]);
    }

    // A tensor has one type, so that two of the three fail.
    private static void ReadTensor(Action read)
    {
        try
        {
            read();
        }
        catch (SafetensorsException)
        {
        }
    }
}
