using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Testing;

/// <summary>A fixture's model folder with its golden values: makes a decoder's inputs from golden token ids and pixels.</summary>
internal sealed class GoldenDecoder : IDisposable
{
    private readonly JsonElement _golden;
    private readonly int _imageToken;
    private readonly InferenceSession? _embeddings;
    private readonly InferenceSession? _vision;

    public GoldenDecoder(string family, string? folder = null)
    {
        Family = family;
        Folder = folder ?? Repository.Fixture(family);
        _golden = JsonDocument.Parse(File.ReadAllText(Repository.Fixture(family, "golden.json"))).RootElement;
        var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "config.json"))).RootElement;
        _imageToken = config.TryGetProperty("image_token_index", out var id) || config.TryGetProperty("image_token_id", out id) ? id.GetInt32() : -1;
        var text = config.TryGetProperty("text_config", out var inner) ? inner : config;
        Hints = new DecoderHints
        {
            LayerCount = text.GetProperty("num_hidden_layers").GetInt32(),
            HeadCounts = [text.GetProperty("num_attention_heads").GetInt32()],
            KeyValueHeadCounts = text.TryGetProperty("num_key_value_heads", out var count) ? [count.GetInt32()] : null,
            HeadSize = _golden.GetProperty("head_dim").GetInt32(),
        };
        Values = SafetensorsFile.Read(Repository.Fixture(family, "golden.safetensors"));
        _embeddings = Open("embed_tokens.onnx");
        _vision = Open("vision_encoder.onnx");
    }

    public string Family { get; }

    public string Folder { get; }

    public DecoderHints Hints { get; }

    /// <summary>Id of the token that image features replace; <see langword="null"/> in a text model.</summary>
    public int? ImageTokenId => _imageToken < 0 ? null : (int)_imageToken;

    public SafetensorsFile Values { get; }

    public IReadOnlyList<string> Cases => [.. _golden.GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    public string[] Taps(string file) => _golden.GetProperty("taps").GetProperty(file).Deserialize<string[]>()!;

    public string PathOf(string file) => Path.Combine(Folder, "onnx", file);

    public DecoderGraph Load(string file) => DecoderGraph.Load(PathOf(file), Hints);

    /// <summary>The inputs of one case, padded to <paramref name="length"/> tokens on either side.</summary>
    public Prefill Prefill(string name, int? length = null, bool padLeft = false)
    {
        var ids = Values.ReadInt64($"{name}.input_ids");
        var positions = Family == "qwen2_vl" ? MropePositions.Of(ids, _imageToken, Grids(name)) : [[.. Enumerable.Range(0, ids.Length).Select(i => (long)i)]];
        var embeds = _embeddings is null ? null : Embed(name, ids);
        return new Prefill(ids, embeds, positions).Pad(length ?? ids.Length, padLeft);
    }

    /// <summary>
    /// Mean over all rows of all images of a case, as the plain vision encoder computes them; empty without images.
    /// </summary>
    /// <param name="name">The case.</param>
    /// <param name="tensor">The tensor of the vision encoder to average; <see langword="null"/> for the image features.</param>
    public double[] AverageImageRows(string name, string? tensor = null)
    {
        var model = OnnxModelReader.Read(PathOf("vision_encoder.onnx"));
        tensor ??= model.Graph.Output[0].Name;
        model.Graph.Output.Clear();
        model.Graph.Output.Add(new ValueInfoProto { Name = tensor });
        using var session = new InferenceSession(model.ToByteArray());
        var rows = EncodeImages(name, session).SelectMany(run => run.Values.Chunk(run.Width)).ToList();
        return rows.Count == 0 ? [] : [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => (double)row[i]))];
    }

    private float[] Embed(string name, long[] ids)
    {
        using var run = _embeddings!.Run([NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(ids, [1, ids.Length]))]);
        var embeds = run[0].AsTensor<float>().ToArray();
        var width = embeds.Length / ids.Length;
        var images = ids.Index().Where(token => token.Item == _imageToken).Select(token => token.Index);
        foreach (var (position, feature) in images.Zip(EncodeImages(name, _vision!).SelectMany(run => run.Values).Chunk(width)))
            feature.CopyTo(embeds, position * width);
        return embeds;
    }

    private IEnumerable<(float[] Values, int Width)> EncodeImages(string name, InferenceSession vision)
    {
        var pixelsName = $"{name}.pixel_values";
        if (!Values.Contains(pixelsName))
            yield break;
        var pixels = Values.ReadSingle(pixelsName);
        var shape = Values.GetShape(pixelsName).ToArray();
        if (Family != "qwen2_vl")
        {
            List<NamedOnnxValue> inputs = [NamedOnnxValue.CreateFromTensor("pixel_values", new DenseTensor<float>(pixels, shape))];
            if (vision.InputMetadata.ContainsKey("pixel_attention_mask"))
            {
                var mask = Array.ConvertAll(Values.ReadInt64($"{name}.pixel_attention_mask"), value => value != 0);
                inputs.Add(NamedOnnxValue.CreateFromTensor("pixel_attention_mask", new DenseTensor<bool>(mask, Values.GetShape($"{name}.pixel_attention_mask").ToArray())));
            }
            yield return Run(vision, inputs);
            yield break;
        }
        var start = 0;
        foreach (var grid in Grids(name))
        {
            var patches = (int)(grid[0] * grid[1] * grid[2]);
            yield return Run(vision,
            [
                NamedOnnxValue.CreateFromTensor("pixel_values", new DenseTensor<float>(pixels.AsMemory(start * shape[1], patches * shape[1]), [patches, shape[1]])),
                NamedOnnxValue.CreateFromTensor("image_grid_thw", new DenseTensor<long>(grid, [1, 3])),
            ]);
            start += patches;
        }
    }

    private static (float[] Values, int Width) Run(InferenceSession vision, IReadOnlyCollection<NamedOnnxValue> inputs)
    {
        using var run = vision.Run(inputs);
        var tensor = run[0].AsTensor<float>();
        return (tensor.ToArray(), tensor.Dimensions[^1]);
    }

    private long[][] Grids(string name) =>
        Values.Contains($"{name}.image_grid_thw") ? [.. Values.ReadInt64($"{name}.image_grid_thw").Chunk(3)] : [];

    private InferenceSession? Open(string file) => File.Exists(PathOf(file)) ? new InferenceSession(PathOf(file)) : null;

    public void Dispose()
    {
        _embeddings?.Dispose();
        _vision?.Dispose();
    }
}
