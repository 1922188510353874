using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Tensors;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>A decoder that returns head vectors.</summary>
/// <param name="session">The session.</param>
/// <param name="graph">Its graph.</param>
/// <param name="cache">Shapes of the KV cache inputs.</param>
/// <param name="device">The device that it runs on.</param>
/// <param name="heads">The heads to return, if not all that the graph returns.</param>
internal sealed class HeadDecoder(OnnxSession session, HeadGraph graph, CacheInputs cache, ExecutionDevice device, FeatureLayout? heads = null) : IHeadDecoder
{
    private const long MaskedPosition = 1; // As in transformers; no token attends to it.
    private readonly bool _appendsToOneRow = graph.AppendsToOneRow;
    private readonly int[]? _positions = heads?.Select(graph.Layout.FindPosition).ToArray();
    private long _tokenCount;

    /// <summary>The heads whose vectors are returned.</summary>
    public FeatureLayout Layout { get; } = heads ?? graph.Layout;

    /// <summary>The KV cache per layer; empty if the decoder cannot continue from one.</summary>
    public IReadOnlyList<LayerCache> Caches { get; } = graph.Caches;

    /// <summary>Maximum size of one token in the KV cache.</summary>
    public long CacheBytesPerToken => Caches.Select(layer => CacheShape(layer.Past, rows: 1)).Sum(shape => shape[1] * shape[3] * sizeof(float));

    /// <summary>
    /// Whether prompts must run one by one: the decoder encodes images itself or has a fixed batch dimension, or a prompt's vectors would
    /// depend on the others in its batch (8-bit scales are computed over all rows; with fp16, the CPU's different order of summation is visible).
    /// </summary>
    public bool RunsPromptsAlone => HasSinglePromptInput || graph.MixesRows || (graph.IsHalfPrecision && device.MixesHalfPrecisionRows);

    /// <summary>Whether the decoder computes in fp16.</summary>
    public bool IsHalfPrecision => graph.IsHalfPrecision;

    private bool HasSinglePromptInput => session.FindInput(TensorNames.PixelValues) is not null
        || new[] { TensorNames.InputIds, TensorNames.InputsEmbeds }.Select(session.FindInput).Any(name => name is not null && session.Inputs[name].Dimensions[0] == 1);

    /// <inheritdoc/>
    public long TokenCount => Interlocked.Read(ref _tokenCount);

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Run(IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken) => RunAfter(null, rows, cancellationToken);

    /// <summary>Runs one prompt and returns other outputs of the graph (<see cref="LayerTokens"/>).</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="probedToken">The first token whose attention probabilities are returned.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public FloatTensor[] Run(DecoderInput prompt, int probedToken, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken) => Run(null, [prompt], feed =>
    {
        feed.Add(HeadGraphFormat.ProbedToken, new[] { (long)probedToken }, 1);
        return feed.Run(outputs, cancellationToken);
    });

    /// <summary>Runs the tokens of prompts after a prefix that they share.</summary>
    /// <param name="prefix">The prefix; each of the prompts has more tokens.</param>
    /// <param name="rows">The prompts; at least one.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public IReadOnlyList<float[]> Run(Prefix prefix, IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken)
    {
        IEnumerable<DecoderInput[]> batches = _appendsToOneRow || HasSinglePromptInput ? rows.Chunk(1) : [[.. rows]];
        return [.. batches.SelectMany(batch => RunAfter(prefix, Array.ConvertAll(batch, row => row.Slice(prefix.Length..)), cancellationToken))];
    }

    /// <summary>Runs the first <see cref="DecoderInput.PrefixLength"/> tokens of a prompt and returns the KV cache after them.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public Prefix RunPrefix(DecoderInput prompt, CancellationToken cancellationToken)
    {
        var tokens = prompt.Slice(..prompt.PrefixLength);
        string[] presents = [.. Caches.Select(layer => layer.Present)];
        return new Prefix(tokens, Run(null, [tokens], feed => feed.RunOnDevice(presents, cancellationToken)));
    }

    /// <summary>Whether a prompt that runs in two parts has the same vectors as a whole prompt.</summary>
    /// <param name="sample">The prompt to compare on.</param>
    public bool CanSplit(DecoderInput sample)
    {
        if (Caches.Count == 0 || graph.MixesRows)
            return false;
        try
        {
            var split = sample with { PrefixLength = sample.Length / 2 };
            var vectors = Run(RunPrefix(split, CancellationToken.None), [split], CancellationToken.None)[0];
            return HeadVectorComparison.Agree(Layout, vectors, Run([sample], CancellationToken.None)[0]);
        }
        catch (LmmRuntimeException)
        {
            return false; // The export does not work with a KV cache.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private float[][] RunAfter(Prefix? prefix, IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken)
    {
        var vectors = Run(prefix, rows, feed => feed.Run([session.MainOutput], cancellationToken))[0].Values.Chunk(graph.Layout.VectorLength);
        return [.. _positions is null ? vectors : vectors.Select(row => graph.Layout.Gather(row, _positions))];
    }

    private T Run<T>(Prefix? prefix, IReadOnlyList<DecoderInput> rows, Func<TensorFeed, T> run)
    {
        // ONNX Runtime's attention operators count tokens from the first of each row, so padding must be on the right.
        var batch = new PaddedBatch(rows);
        using var feed = new TensorFeed(session);
        feed.Add(TensorNames.InputIds, batch.Pad(row => Array.ConvertAll(row.Prompt.TokenIds, id => (long)id)), batch.Shape);
        AddMask(feed, batch, prefix?.Length ?? 0);
        feed.Add(TensorNames.TokenTypeIds, batch.Pad(row => row.Prompt.TokenTypes), batch.Shape);
        feed.Add(HeadGraphFormat.LastToken, [.. rows.Select(row => row.Length - 1L)], batch.Size);
        if (feed.HasInput(HeadGraphFormat.TokenWeights))
            feed.Add(HeadGraphFormat.TokenWeights, batch.Pad(row => row.CreateTokenWeights()), batch.Shape);
        foreach (var name in rows[0].Embeddings.Keys)
            feed.Add(name, batch.Pad(row => row.Embeddings[name].Values), [.. batch.Shape, .. rows[0].Embeddings[name].Shape[1..]]);
        AddPositions(feed, batch, rows[0].Prompt.Positions.Count);
        if (rows[0].Prompt.Images is [var images])
            feed.AddImages(images);
        foreach (var (layer, tensor) in Caches.Zip(prefix?.Caches ?? [], (layer, tensor) => (layer, tensor)))
            feed.Add(layer.Past, tensor);
        foreach (var name in feed.Missing)
        {
            if (CacheInputs.IsCache(name))
                feed.AddZeros(name, CacheShape(name, batch.Size));
            else if (Deepstack.IsName(name))
                feed.AddZeros(name, [.. batch.Shape, session.Inputs[name].Dimensions[^1]]);
        }
        var results = run(feed);
        Interlocked.Add(ref _tokenCount, rows.Sum(row => row.Length));
        return results;
    }

    private static void AddMask(TensorFeed feed, PaddedBatch batch, int earlier)
    {
        var tokens = batch.Pad(row => Enumerable.Repeat(1L, row.Length).ToArray());
        long[] mask = earlier == 0 ? tokens : [.. tokens.Chunk((int)batch.Shape[1]).SelectMany(row => Enumerable.Repeat(1L, earlier).Concat(row))];
        feed.Add(TensorNames.AttentionMask, mask, batch.Size, earlier + batch.Shape[1]);
    }

    private long[] CacheShape(string name, int rows) => cache.EmptyShape(name, session.Inputs[name].Dimensions, rows);

    // [batch, tokens], or [axes, batch, tokens] for decoders with several position axes.
    private void AddPositions(TensorFeed feed, PaddedBatch batch, int axes)
    {
        if (!feed.HasInput(TensorNames.PositionIds))
            return;
        var declared = session.Inputs[session.FindInput(TensorNames.PositionIds)!].Dimensions;
        if (declared.Length == 2 && axes == 1)
        {
            feed.Add(TensorNames.PositionIds, batch.Pad(row => row.Prompt.Positions[0], MaskedPosition), batch.Shape);
            return;
        }
        // A single axis is repeated: text has the same positions on every axis.
        var wanted = declared.Length == 3 ? (declared[0] < 0 ? Math.Max(axes, 3) : declared[0]) : 0;
        if (wanted != axes && axes != 1)
            throw new NotSupportedException($"'{session.Name}' expects position_ids of shape [{string.Join(", ", declared)}], but this family's positions have {axes} axes.");
        var positions = Enumerable.Range(0, wanted).SelectMany(axis => batch.Pad(row => row.Prompt.Positions[axes == 1 ? 0 : axis], MaskedPosition));
        feed.Add(TensorNames.PositionIds, [.. positions], [wanted, .. batch.Shape]);
    }
}
