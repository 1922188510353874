using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Tokenization;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>The embedded LMM as a whole, every output of every graph, through plain ONNX Runtime: what one writes without this library.</summary>
internal sealed class PlainModel : IDisposable
{
    private readonly int[] _tokenIds;
    private readonly int _imageToken;
    private readonly InferenceSession _vision;
    private readonly InferenceSession _embeddings;
    private readonly InferenceSession _decoder;

    /// <summary>Opens the three graphs, each with session options of its own.</summary>
    public PlainModel(string folder, string question, Func<SessionOptions> options)
    {
        using var configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        _imageToken = configuration.RootElement.GetProperty("image_token_index").GetInt32();
        var imageTokens = string.Concat(Enumerable.Repeat("<image>", configuration.RootElement.GetProperty("image_seq_length").GetInt32()));
        _tokenIds = Tokenizer.Load(Path.Combine(folder, "tokenizer.json"))
            .Encode($"<|im_start|>user\n{imageTokens}\n{question}<|im_end|>\n<|im_start|>assistant\n", addSpecialTokens: false);
        _vision = Open("vision_encoder");
        _embeddings = Open("embed_tokens");
        _decoder = Open("decoder_model_merged");

        InferenceSession Open(string name)
        {
            using var sessionOptions = options();
            return new InferenceSession(Path.Combine(folder, "onnx", name + ".onnx"), sessionOptions);
        }
    }

    /// <summary>Number of tokens of the prompt, those of the image included.</summary>
    public int TokenCount => _tokenIds.Length;

    /// <summary>Logits at the last token.</summary>
    public float[] Run(string imagePath)
    {
        using var runOptions = new RunOptions();
        using var pixels = OrtValue.CreateTensorValueFromMemory(PhotoPixels.Read(imagePath), [1, 3, PhotoPixels.Size, PhotoPixels.Size]);
        using var features = _vision.Run(runOptions, _vision.InputNames, [pixels], _vision.OutputNames);
        using var ids = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(_tokenIds, id => (long)id), [1, TokenCount]);
        using var embedded = _embeddings.Run(runOptions, _embeddings.InputNames, [ids], _embeddings.OutputNames);
        InsertFeatures(embedded[0].GetTensorMutableDataAsSpan<float>(), features[0].GetTensorDataAsSpan<float>());

        using var inputs = new DecoderInputs(_decoder, embedded[0], TokenCount);
        using var outputs = _decoder.Run(runOptions, inputs.Values, _decoder.OutputNames);
        var logits = outputs[0].GetTensorDataAsSpan<float>();
        return logits[^(logits.Length / TokenCount)..].ToArray();
    }

    public void Dispose()
    {
        _vision.Dispose();
        _embeddings.Dispose();
        _decoder.Dispose();
    }

    private void InsertFeatures(Span<float> embeddings, ReadOnlySpan<float> features)
    {
        var size = embeddings.Length / TokenCount;
        for (var token = 0; token < TokenCount; token++)
        {
            if (_tokenIds[token] != _imageToken)
                continue;
            features[..size].CopyTo(embeddings[(token * size)..]);
            features = features[size..];
        }
    }
}
