namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>
/// Shows what is transparent as white, which is what transformers makes of such images. Rounded as Pillow's <c>alpha_composite</c>.
/// </summary>
internal static class WhiteBackground
{
    private const int White = 255;

    public static byte Blend(byte colour, byte alpha)
    {
        var product = colour * alpha + White * (255 - alpha) + 128;
        return (byte)(((product >> 8) + product) >> 8); // product / 255
    }
}
