using System.Text.Json;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

/// <summary>Pixel tensors of whole models, as their Hugging Face processors made them.</summary>
public class ModelFixtureTests
{
    private const string EmbeddedLmm = "smollm2-135m-vision";

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var model in new[] { "llava", "smolvlm", "qwen2_vl", EmbeddedLmm })
        {
            using var golden = Golden(model);
            foreach (var item in golden.RootElement.GetProperty("cases").EnumerateArray().Where(item => Images(item).Length > 0))
                data.Add(model, item.GetProperty("name").GetString()!);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Process_ModelsImages_EqualsHuggingFace(string model, string name)
    {
        using var golden = Golden(model);
        var item = golden.RootElement.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        var images = Images(item);
        var tensors = SafetensorsFile.Read(Repository.Fixture(model, "golden.safetensors"));

        var processed = ProcessorGolden.Process(model == EmbeddedLmm ? Repository.EmbeddedLmm : Repository.Fixture(model), images);

        processed.Tensors.Should().NotBeEmpty();
        foreach (var tensor in processed.Tensors)
            tensor.ShouldEqual(tensors, $"{name}.{tensor.Name}");
        processed.Layouts.Should().HaveSameCount(images);
    }

    private static JsonDocument Golden(string model) => JsonDocument.Parse(File.ReadAllText(Repository.Fixture(model, "golden.json")));

    private static string[] Images(JsonElement item) => item.GetProperty("images").Deserialize<string[]>()!;
}
