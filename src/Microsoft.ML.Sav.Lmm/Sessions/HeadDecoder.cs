using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Graphs;
using Microsoft.ML.Sav.Lmm.Images.Processing;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>A decoder whose only output is the head vectors at the last token.</summary>
internal sealed class HeadDecoder(OnnxSession session, HeadLayout layout, EmptyCache cache) : IDisposable
{
    private const string InputIds = "input_ids";
    private const string PositionIds = "position_ids";
    private const long MaskedPosition = 1; // as transformers fills it in; no token sees it

    /// <summary>The heads that are returned.</summary>
    public HeadLayout Layout { get; } = layout;

    /// <summary>Whether a run takes one prompt only: the decoder encodes images itself, or its batch dimension is fixed.</summary>
    public bool TakesOnePrompt => session.InputNamed(ImageTensor.PixelValues) is not null
        || new[] { InputIds, "inputs_embeds" }.Select(session.InputNamed).Any(name => name is not null && session.Inputs[name].Dimensions[0] == 1);

    /// <summary>Head vectors of prompts, which are padded to one length on the right.</summary>
    /// <param name="rows">The prompts; at least one, one only where <see cref="TakesOnePrompt"/>.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public float[][] Run(IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken)
    {
        // attention operators of onnxruntime count a row's tokens from its first: padding on the left would be counted
        var batch = new PaddedBatch(rows);
        using var feed = new TensorFeed(session);
        feed.Add(InputIds, batch.Pad(row => Array.ConvertAll(row.Prompt.TokenIds, id => (long)id)), batch.Shape);
        feed.Add("attention_mask", batch.Pad(row => Enumerable.Repeat(1L, row.Prompt.TokenIds.Length).ToArray()), batch.Shape);
        feed.Add("token_type_ids", batch.Pad(row => row.Prompt.TokenTypes), batch.Shape);
        feed.Add(HeadGraphFormat.LastToken, [.. rows.Select(row => row.Prompt.TokenIds.Length - 1L)], batch.Size);
        foreach (var name in rows[0].Embeddings.Keys)
            feed.Add(name, batch.Pad(row => row.Embeddings[name].Values), [.. batch.Shape, .. rows[0].Embeddings[name].Shape[1..]]);
        AddPositions(feed, batch, rows[0].Prompt.Positions.Count);
        if (rows[0].Prompt.Images is [var images])
            feed.AddImages(images);
        foreach (var name in feed.Missing)
        {
            if (EmptyCache.IsCache(name))
                feed.AddZeros(name, cache.ShapeOf(name, session.Inputs[name].Dimensions, batch.Size));
            else if (Deepstack.IsName(name))
                feed.AddZeros(name, [.. batch.Shape, session.Inputs[name].Dimensions[^1]]);
        }
        var vectors = feed.Run([session.MainOutput], cancellationToken)[0].Values;
        return [.. vectors.Chunk(Layout.VectorLength)];
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    // [batch, tokens], or [axes, batch, tokens] where the decoder counts on several axes
    private void AddPositions(TensorFeed feed, PaddedBatch batch, int axes)
    {
        if (!feed.Takes(PositionIds))
            return;
        var declared = session.Inputs[session.InputNamed(PositionIds)!].Dimensions;
        if (declared.Length == 2 && axes == 1)
        {
            feed.Add(PositionIds, batch.Pad(row => row.Prompt.Positions[0], MaskedPosition), batch.Shape);
            return;
        }
        // one axis serves for all: text counts on each alike
        var wanted = declared.Length == 3 ? (declared[0] < 0 ? Math.Max(axes, 3) : declared[0]) : 0;
        if (wanted != axes && axes != 1)
            throw new NotSupportedException($"'{session.Name}' takes position_ids of shape [{string.Join(", ", declared)}], but this family's positions have {axes} axes.");
        var positions = Enumerable.Range(0, wanted).SelectMany(axis => batch.Pad(row => row.Prompt.Positions[axes == 1 ? 0 : axis], MaskedPosition));
        feed.Add(PositionIds, [.. positions], [wanted, .. batch.Shape]);
    }
}
