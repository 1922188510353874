namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Token ids to word embeddings, with image features in the place of image tokens.</summary>
internal sealed class WordEmbeddings(OnnxSession session, int? imageTokenId) : IDisposable
{
    /// <summary>Embeddings of one prompt, [tokens, embeddingSize].</summary>
    /// <param name="tokenIds">The prompt's token ids.</param>
    /// <param name="imageFeatures">[features, embeddingSize], one for each image token; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="InvalidDataException">There are not as many image tokens as image features.</exception>
    public FloatTensor Run(int[] tokenIds, FloatTensor? imageFeatures, CancellationToken cancellationToken)
    {
        using var feed = new TensorFeed(session);
        feed.Add("input_ids", Array.ConvertAll(tokenIds, id => (long)id), 1, tokenIds.Length);
        var embeddings = feed.Run(cancellationToken);
        var embeddingSize = (int)embeddings.Shape[^1];
        if (imageFeatures is not null)
            Overwrite(embeddings.Values, tokenIds, imageFeatures, embeddingSize);
        return new FloatTensor(embeddings.Values, [tokenIds.Length, embeddingSize]);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private void Overwrite(float[] embeddings, int[] tokenIds, FloatTensor features, int embeddingSize)
    {
        var imageTokens = tokenIds.Count(id => id == imageTokenId);
        if (imageTokens != features.Shape[0])
            throw new InvalidDataException($"The prompt has {imageTokens} image tokens, but the vision encoder returned {features.Shape[0]} image features.");
        if (features.Shape[1] != embeddingSize)
            throw new InvalidDataException($"Image features have {features.Shape[1]} values, but word embeddings have {embeddingSize}.");

        var next = 0;
        for (var token = 0; token < tokenIds.Length; token++)
        {
            if (tokenIds[token] != imageTokenId)
                continue;
            features.Values.AsSpan(next, embeddingSize).CopyTo(embeddings.AsSpan(token * embeddingSize));
            next += embeddingSize;
        }
    }
}
