using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Testing;

/// <summary>A decoder as it is in its file, with the tensors that hold head vectors as further outputs: what plain ONNX Runtime computes on this machine.</summary>
internal sealed class WholeDecoder : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _taps;

    public WholeDecoder(string path, string[] taps, GraphOptimizationLevel level)
    {
        var model = OnnxModelReader.Read(path);
        model.Graph.Output.Add(taps.Select(tap => new ValueInfoProto { Name = tap }));
        using var options = HeadGraphSession.Options(Path.GetDirectoryName(path)!, level);
        _session = new InferenceSession(model.ToByteArray(), options);
        _taps = taps;
    }

    /// <summary>Head vectors of a prompt: of every tap, the last token's.</summary>
    public float[] Run(DecoderHints hints, Prefill prompt) =>
        RunTaps(hints, prompt, tokens => tokens[(int)prompt.LastToken]);

    /// <summary>Head vectors of a prompt: of every tap, the mean over the tokens with an id, or over all tokens if none has it.</summary>
    public float[] RunMeans(DecoderHints hints, Prefill prompt, int? tokenId)
    {
        int[] counted = [.. prompt.Ids.Index().Where(token => token.Item == tokenId).Select(token => token.Index)];
        if (counted.Length == 0)
            counted = [.. Enumerable.Range(0, prompt.Ids.Length)];
        return RunTaps(hints, prompt, tokens => Enumerable.Range(0, tokens[0].Length).Select(i => (float)counted.Average(token => (double)tokens[token][i])));
    }

    public void Dispose() => _session.Dispose();

    private float[] RunTaps(DecoderHints hints, Prefill prompt, Func<float[][], IEnumerable<float>> select)
    {
        using var run = _session.Run([.. _session.InputNames.Select(name => HeadGraphSession.Input(_session, name, hints, prompt))], _taps);
        return [.. run.SelectMany(tap => select(ReadTokens(tap.Value, prompt)))];
    }

    // [1, tokens, heads * headSize], in fp16 where the decoder is
    private static float[][] ReadTokens(object tap, Prefill prompt)
    {
        float[] values = tap is IEnumerable<Float16> halves ? [.. halves.Select(half => (float)half)] : [.. (IEnumerable<float>)tap];
        return [.. values.Chunk(values.Length / prompt.Ids.Length)];
    }
}
