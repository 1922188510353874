using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>A decoder whose only output is the head vectors at the last token.</summary>
internal sealed class HeadDecoder(OnnxSession session, HeadLayout layout, EmptyCache cache) : IDisposable
{
    /// <summary>The heads that are returned.</summary>
    public HeadLayout Layout { get; } = layout;

    /// <summary>Head vectors of one prompt.</summary>
    /// <param name="tokenIds">The prompt's token ids, for a decoder that embeds them itself.</param>
    /// <param name="embeddings">[tokens, embeddingSize], for a decoder that does not.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public float[] Run(int[] tokenIds, FloatTensor? embeddings, CancellationToken cancellationToken)
    {
        var length = tokenIds.Length;
        using var feed = new TensorFeed(session);
        if (embeddings is not null && feed.Takes("inputs_embeds"))
            feed.Add("inputs_embeds", embeddings.Values, 1, length, embeddings.Shape[1]);
        if (feed.Takes("input_ids"))
            feed.Add("input_ids", Array.ConvertAll(tokenIds, id => (long)id), 1, length);
        if (feed.Takes("attention_mask"))
            feed.Add("attention_mask", [.. Enumerable.Repeat(1L, length)], 1, length);
        if (feed.Takes("position_ids"))
            feed.Add("position_ids", [.. Enumerable.Range(0, length).Select(position => (long)position)], 1, length);
        feed.Add("last_token", [length - 1], 1);
        foreach (var name in feed.Missing.Where(EmptyCache.IsCache).ToArray())
            feed.AddZeros(name, cache.ShapeOf(name, session.Inputs[name].Dimensions, batch: 1));
        return feed.Run(cancellationToken).Values;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
