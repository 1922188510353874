using Microsoft.ML.Sav.Lmm.Images.Processing;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Pixels to image features.</summary>
internal sealed class VisionEncoder(OnnxSession session) : IDisposable
{
    // the same input under the names of different exporters
    private static readonly Dictionary<string, string> OtherNames = new() { ["image_grid_thw"] = "grid_thw" };

    /// <summary>Features of the images of one prompt, flattened to [features, embeddingSize].</summary>
    public FloatTensor Run(ProcessedImages images, CancellationToken cancellationToken)
    {
        using var feed = new TensorFeed(session);
        foreach (var tensor in images.Tensors)
        {
            if (NameOf(tensor, feed) is { } name)
                feed.Add(name, tensor.Data, ShapeFor(name, tensor));
        }
        var features = feed.Run(cancellationToken);
        var embeddingSize = features.Shape[^1];
        return new FloatTensor(features.Values, [features.Values.Length / embeddingSize, embeddingSize]);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static string? NameOf(ImageTensor tensor, TensorFeed feed) => feed.Takes(tensor.Name) ? tensor.Name
        : OtherNames.TryGetValue(tensor.Name, out var name) && feed.Takes(name) ? name
        : null;

    private long[] ShapeFor(string name, ImageTensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        return session.Inputs[name].Dimensions.Length == shape.Length + 1 ? [1, .. shape] : shape;
    }
}
