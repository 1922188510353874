using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

/// <summary>Pixel tensors by the published rules (Golden/README.md).</summary>
public class RuleGoldenTests
{
    private const int Step = 61;
    private const string SampledSuffix = ".every_61st";

    private static readonly string Folder = Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Lmm.Tests", "ImageProcessing", "Golden");

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in Directory.GetDirectories(Folder))
        {
            foreach (var name in Expected(folder).Names)
                data.Add(Path.GetFileName(folder), name);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Process_SmallModel_EqualsRule(string processor, string name)
    {
        var folder = Path.Combine(Folder, processor);
        var isSampled = name.EndsWith(SampledSuffix, StringComparison.Ordinal);
        var plainName = isSampled ? name[..^SampledSuffix.Length] : name;
        var tensorName = plainName[(plainName.LastIndexOf('.') + 1)..];
        var images = plainName[..plainName.LastIndexOf('.')].Split('+');

        var tensor = ProcessorGolden.Process(folder, images).Tensors.Single(tensor => tensor.Name == tensorName);

        if (isSampled)
            ProcessorGolden.ShouldBeNear([.. ((float[])tensor.Data).Where((_, i) => i % Step == 0)], Expected(folder).ReadSingle(name));
        else
            tensor.ShouldEqual(Expected(folder), name);
    }

    private static SafetensorsFile Expected(string folder) => SafetensorsFile.Read(Path.Combine(folder, "expected.safetensors"));
}
