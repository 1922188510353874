using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Tensors;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>
/// Computes token embeddings and replaces those of image tokens with image features. Some graphs merge the features themselves
/// (onnxruntime-genai, Phi-3.5-vision).
/// </summary>
/// <param name="session">The graph.</param>
/// <param name="family">The model's family.</param>
/// <param name="hiddenSize">Length of an embedding, used if the graph does not declare it; <see langword="null"/> if unknown.</param>
internal sealed class TokenEmbeddings(OnnxSession session, ModelFamily family, int? hiddenSize) : IDisposable
{
    /// <summary>Computes the decoder's input tensors for one prompt, [tokens, ...], by the decoder's input names.</summary>
    /// <param name="tokenIds">The prompt's token ids.</param>
    /// <param name="images">One feature for each image token; <see langword="null"/> without images.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="InvalidDataException">There are not as many image tokens as image features.</exception>
    public IReadOnlyDictionary<string, FloatTensor> Run(int[] tokenIds, ImageFeatures? images, CancellationToken cancellationToken)
    {
        int[] places = [.. tokenIds.Index().Where(token => family.IsImageToken(token.Item)).Select(token => token.Index)];
        if (images is not null && places.Length != images.Values.Shape[0])
            throw new InvalidDataException($"The prompt has {places.Length} image tokens, but the vision encoder returned {images.Values.Shape[0]} image features.");

        using var feed = new TensorFeed(session);
        feed.Add(TensorNames.InputIds, Array.ConvertAll(tokenIds, id => (long)id), 1, tokenIds.Length);
        var mergesImages = feed.HasInput(TensorNames.ImageFeatures);
        if (mergesImages)
            AddImages(feed, images);
        string[] outputs = [session.MainOutput, .. session.Outputs.Where(output => output != session.MainOutput)];
        var tensors = outputs.Zip(feed.Run(outputs, cancellationToken).Select(tensor => new FloatTensor(tensor.Values, tensor.Shape[1..])))
            .ToDictionary(output => output.First == session.MainOutput ? TensorNames.InputsEmbeds : output.First, output => output.Second);
        if (images is not null && !mergesImages)
        {
            Overwrite(tensors[TensorNames.InputsEmbeds], places, images.Values);
            foreach (var (name, features) in images.Deepstack)
            {
                tensors[name] = new FloatTensor(new float[tokenIds.Length * features.Shape[1]], [tokenIds.Length, features.Shape[1]]);
                Overwrite(tensors[name], places, features);
            }
        }
        return tensors;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private void AddImages(TensorFeed feed, ImageFeatures? images)
    {
        if (images is not null)
        {
            feed.Add(TensorNames.ImageFeatures, images.Values.Values, images.Values.Shape);
            foreach (var (name, features) in images.Deepstack)
                feed.Add(name, features.Values, features.Shape);
        }
        foreach (var name in feed.Missing)
        {
            var declared = session.Inputs[name].Dimensions;
            if (declared.Length == 2)
                feed.AddZeros(name, 0, declared[1] < 0 ? hiddenSize ?? 0 : declared[1]);
        }
    }

    private static void Overwrite(FloatTensor embeddings, int[] places, FloatTensor features)
    {
        var size = (int)embeddings.Shape[^1];
        if (features.Shape[1] != size)
            throw new InvalidDataException($"Image features have {features.Shape[1]} values, but token embeddings have {size}.");
        foreach (var (feature, token) in places.Index())
            features.Values.AsSpan(feature * size, size).CopyTo(embeddings.Values.AsSpan(token * size));
    }
}
