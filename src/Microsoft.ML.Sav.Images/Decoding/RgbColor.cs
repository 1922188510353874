namespace Microsoft.ML.Sav.Images.Decoding;

internal readonly record struct RgbColor(byte Red, byte Green, byte Blue)
{
    public static RgbColor White { get; } = new(255, 255, 255);

    public static RgbColor Black { get; }
}
