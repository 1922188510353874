using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>The embedded LMM in plain ONNX Runtime, as a program without this library runs it: every output of every graph.</summary>
internal sealed class PlainModel : IDisposable
{
    private readonly int[] _tokenIds;
    private readonly int _imageToken;
    private readonly InferenceSession _vision;
    private readonly InferenceSession _embeddings;
    private readonly InferenceSession _decoder;

    /// <summary>Opens the three graphs.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="question">The question about every image.</param>
    /// <param name="options">Creates session options per graph.</param>
    /// <param name="decoder">A decoder that replaces the folder's and uses its weights.</param>
    public PlainModel(string folder, string question, Func<SessionOptions> options, ModelProto? decoder = null)
    {
        using var configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        _imageToken = configuration.RootElement.GetProperty("image_token_index").GetInt32();
        var imageTokens = string.Concat(Enumerable.Repeat("<image>", configuration.RootElement.GetProperty("image_seq_length").GetInt32()));
        _tokenIds = Tokenizer.Load(Path.Combine(folder, "tokenizer.json"))
            .Encode($"<|im_start|>user\n{imageTokens}\n{question}<|im_end|>\n<|im_start|>assistant\n", addSpecialTokens: false);
        var onnx = Path.Combine(folder, "onnx");
        _vision = Open("vision_encoder");
        _embeddings = Open("embed_tokens");
        _decoder = decoder is null ? Open("decoder_model_merged") : OpenInMemory(decoder);

        InferenceSession Open(string name)
        {
            using var sessionOptions = options();
            return new InferenceSession(Path.Combine(onnx, name + ".onnx"), sessionOptions);
        }

        InferenceSession OpenInMemory(ModelProto model)
        {
            using var sessionOptions = options();
            sessionOptions.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", onnx);
            return new InferenceSession(model.ToByteArray(), sessionOptions);
        }
    }

    /// <summary>Number of tokens per prompt, image tokens included.</summary>
    public int TokenCount => _tokenIds.Length;

    /// <summary>Reads an image and runs the model on it.</summary>
    public float[] Run(string imagePath) => Run(PhotoPixels.Read(imagePath));

    /// <summary>Runs the model on pixels.</summary>
    /// <param name="pixels">Pixels from <see cref="PhotoPixels.Read"/>.</param>
    /// <returns>The decoder's first output at the last token: logits, unless the decoder was replaced.</returns>
    public float[] Run(float[] pixels)
    {
        using var runOptions = new RunOptions();
        using var pixelValues = PhotoPixels.ToTensor(pixels);
        using var features = _vision.Run(runOptions, _vision.InputNames, [pixelValues], _vision.OutputNames);
        using var ids = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(_tokenIds, id => (long)id), [1, TokenCount]);
        using var embedded = _embeddings.Run(runOptions, _embeddings.InputNames, [ids], _embeddings.OutputNames);
        InsertFeatures(embedded[0].GetTensorMutableDataAsSpan<float>(), features[0].GetTensorDataAsSpan<float>());

        using var inputs = new DecoderInputs(_decoder, embedded[0], TokenCount);
        using var outputs = _decoder.Run(runOptions, inputs.Values, _decoder.OutputNames);
        var values = outputs[0].GetTensorDataAsSpan<float>();
        return values[^(values.Length / TokenCount)..].ToArray();
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
