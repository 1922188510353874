using System.Numerics.Tensors;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Extraction;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Results.ZeroShot;

/// <summary>Runs the decoder of an LMM as it is, to score answers by their tokens' log-probabilities.</summary>
internal sealed class AnswerScorer : IDisposable
{
    private readonly ModelEncoders _encoders;
    private readonly PromptPreparer _preparer;
    private readonly OnnxSession _decoder;
    private readonly CacheInputs _cacheInputs;
    private readonly string _logits;
    private readonly string[] _pasts;
    private readonly string[] _presents;

    /// <param name="folder">Folder of the LMM.</param>
    /// <exception cref="NotSupportedException">The decoder does not return its KV cache.</exception>
    public AnswerScorer(string folder)
    {
        var options = new LmmOptions();
        var model = new ModelFolder(folder, options);
        _encoders = new ModelEncoders(model, options, _ => { });
        _preparer = new PromptPreparer(model.PromptEncoder, _encoders.GetImageEncoders(withTap: false)?.Get(caching: false), _encoders.Embeddings);
        _decoder = OnnxSession.Open(model.Files.Decoder, options);
        _cacheInputs = new CacheInputs(model.CreateDecoderHints());
        _logits = _decoder.Outputs.FirstOrDefault(output => output == "logits") ?? throw new NotSupportedException($"'{_decoder.Name}' has no output 'logits'.");
        _pasts = [.. _decoder.Inputs.Keys.Where(CacheInputs.IsCache)];
        _presents = [.. _pasts.Select(past => past.Replace("past_key_values", "present", StringComparison.Ordinal))];
        if (_presents.Length == 0 || _presents.Except(_decoder.Outputs).Any())
            throw new NotSupportedException($"'{_decoder.Name}' does not return its KV cache.");
    }

    /// <summary>Computes the mean log-probability of each answer's tokens after a prompt.</summary>
    public double[] Score(Prompt prompt, IReadOnlyList<string> answers)
    {
        var content = _preparer.Read(prompt);
        var features = _preparer.EncodeImages(content, CancellationToken.None);
        var start = Embed("");
        var (first, caches) = Run(start, earlier: 0, null);
        return [.. answers.Select(answer => ScoreAnswer(Embed(answer)))];

        DecoderInput Embed(string answer) => _preparer.Embed(content with { Text = content.Text + answer }, [], features, CancellationToken.None);

        double ScoreAnswer(DecoderInput whole)
        {
            var ids = whole.Prompt.TokenIds;
            if (ids.Length <= start.Length || !ids.AsSpan(0, start.Length).SequenceEqual(start.Prompt.TokenIds))
                throw new NotSupportedException("The tokenizer joins the end of the prompt with the answer.");
            var tokens = ids[start.Length..];
            IEnumerable<float[]> distributions = tokens.Length == 1 ? [first[^1]] : [first[^1], .. Run(whole.Slice(start.Length..^1), start.Length, caches).Logits];
            return distributions.Zip(tokens, ComputeLogProbability).Average();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _encoders.Dispose();
    }

    // Logits of the last token of a prompt, or of every token after one.
    private (float[][] Logits, DeviceTensor[] Caches) Run(DecoderInput input, int earlier, DeviceTensor[]? caches)
    {
        using var feed = new TensorFeed(_decoder);
        feed.Add(TensorNames.InputIds, Array.ConvertAll(input.Prompt.TokenIds, id => (long)id), 1, input.Length);
        feed.Add(TensorNames.AttentionMask, Enumerable.Repeat(1L, earlier + input.Length).ToArray(), 1, earlier + input.Length);
        feed.Add(TensorNames.TokenTypeIds, input.Prompt.TokenTypes, 1, input.Length);
        foreach (var (name, tensor) in input.Embeddings)
            feed.Add(name, tensor.Values, [1, .. tensor.Shape]);
        AddPositions(feed, input);
        foreach (var (i, past) in _pasts.Index())
        {
            if (caches is null)
                feed.AddZeros(past, _cacheInputs.EmptyShape(past, _decoder.Inputs[past].Dimensions, 1));
            else
                feed.Add(past, caches[i]);
        }
        var outputs = feed.RunOnDevice([_logits, .. _presents], CancellationToken.None);
        var logits = outputs[0].Value.GetTensorDataAsSpan<float>();
        var vocabulary = logits.Length / input.Length;
        return ([.. (caches is null ? logits[^vocabulary..] : logits).ToArray().Chunk(vocabulary)], outputs[1..]);
    }

    private void AddPositions(TensorFeed feed, DecoderInput input)
    {
        if (_decoder.FindInput(TensorNames.PositionIds) is not { } name)
            return;
        var axes = input.Prompt.Positions;
        if (_decoder.Inputs[name].Dimensions.Length == 2)
            feed.Add(TensorNames.PositionIds, axes[0], 1, input.Length);
        else
            feed.Add(TensorNames.PositionIds, [.. axes.SelectMany(axis => axis)], axes.Count, 1, input.Length);
    }

    private static double ComputeLogProbability(float[] logits, int token)
    {
        var greatest = TensorPrimitives.Max<float>(logits);
        return logits[token] - greatest - Math.Log(logits.Sum(logit => Math.Exp(logit - greatest)));
    }
}
