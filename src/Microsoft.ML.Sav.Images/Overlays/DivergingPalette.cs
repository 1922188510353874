using SkiaSharp;

namespace Microsoft.ML.Sav.Images.Overlays;

/// <summary>Colors from blue over white to red, which people with color vision deficiencies tell apart (ColorBrewer's RdBu).</summary>
internal static class DivergingPalette
{
    private static readonly SKColor[] Negative = [new(0xF7, 0xF7, 0xF7), new(0xD1, 0xE5, 0xF0), new(0x92, 0xC5, 0xDE), new(0x43, 0x93, 0xC3), new(0x21, 0x66, 0xAC), new(0x05, 0x30, 0x61)];
    private static readonly SKColor[] Positive = [new(0xF7, 0xF7, 0xF7), new(0xFD, 0xDB, 0xC7), new(0xF4, 0xA5, 0x82), new(0xD6, 0x60, 0x4D), new(0xB2, 0x18, 0x2B), new(0x67, 0x00, 0x1F)];

    /// <summary>The color of a value between -1 and 1.</summary>
    public static SKColor GetColor(double value)
    {
        var colors = value < 0 ? Negative : Positive;
        var place = Math.Min(Math.Abs(value), 1) * (colors.Length - 1);
        var lower = Math.Min((int)place, colors.Length - 2);
        var share = place - lower;
        return new SKColor(Mix(color => color.Red), Mix(color => color.Green), Mix(color => color.Blue));

        byte Mix(Func<SKColor, byte> channel) => (byte)Math.Round(channel(colors[lower]) * (1 - share) + channel(colors[lower + 1]) * share);
    }
}
