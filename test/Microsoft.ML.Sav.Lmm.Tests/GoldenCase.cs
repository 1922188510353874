using System.Text.Json;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>A prompt that the original implementation ran, with what it computed. See test/Fixtures/README.md.</summary>
public sealed class GoldenCase
{
    private readonly SafetensorsFile _file;
    private readonly string _name;

    private GoldenCase(string fixture, JsonElement description)
    {
        _file = SafetensorsFile.Read(Repository.Fixture(fixture, "golden.safetensors"));
        _name = description.GetProperty("name").GetString()!;
        Rendered = description.GetProperty("rendered").GetString()!;
        Prompt = new Prompt(
            description.GetProperty("question").GetString()!,
            [.. description.GetProperty("images").EnumerateArray().Select(image => GoldenImage.Read(image.GetString()!))]);
    }

    public Prompt Prompt { get; }

    public string Rendered { get; }

    public int[] TokenIds => Array.ConvertAll(_file.ReadInt64($"{_name}.input_ids"), id => (int)id);

    public float[] Heads => _file.ReadSingle($"{_name}.heads");

    /// <summary>Head vectors of the full-precision model that the embedded LMM was quantised from.</summary>
    public float[] OriginalHeads => _file.ReadSingle($"{_name}.heads_fp32");

    /// <summary>Head vectors that ONNX Runtime computes from a quantised decoder.</summary>
    public float[] HeadsOf(string fixture, string decoder) =>
        SafetensorsFile.Read(Repository.Fixture(fixture, $"golden_{decoder}.safetensors")).ReadSingle($"{_name}.heads");

    public static TheoryData<string, int> All(params string[] fixtures)
    {
        var data = new TheoryData<string, int>();
        foreach (var fixture in fixtures)
        {
            for (var i = 0; i < Descriptions(fixture).Length; i++)
                data.Add(fixture, i);
        }
        return data;
    }

    public static GoldenCase Read(string fixture, int index) => new(fixture, Descriptions(fixture)[index]);

    public static IEnumerable<GoldenCase> ReadAll(string fixture) => Descriptions(fixture).Select(description => new GoldenCase(fixture, description));

    private static JsonElement[] Descriptions(string fixture)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture(fixture, "golden.json")));
        JsonElement[] cases = [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
        return cases.Length > 0 ? cases : throw new InvalidDataException($"The fixture '{fixture}' has no golden cases.");
    }
}
