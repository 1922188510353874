namespace Microsoft.ML.Sav.Images;

/// <summary>An image's content as it was read once.</summary>
internal sealed class ImageContent(string name, byte[] hash, Func<RgbImage> decode)
{
    public string Name => name;

    public byte[] Hash => hash;

    public RgbImage Decode() => decode();
}
