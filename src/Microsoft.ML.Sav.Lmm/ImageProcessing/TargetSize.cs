using System.Text.Json;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>A size in a configuration file: fixed, or by an edge, which keeps the proportions.</summary>
internal sealed record TargetSize
{
    /// <summary>Exactly this size.</summary>
    public ImageSize? Fixed { get; private init; }

    /// <summary>At most this size, proportions kept.</summary>
    public ImageSize? Maximum { get; private init; }

    public int? ShortestEdge { get; private init; }

    public int? LongestEdge { get; private init; }

    /// <summary>Parses a size; <see langword="null"/> if the element is none.</summary>
    /// <param name="element">A number, [height, width] or an object.</param>
    /// <param name="isSquare">Whether a single number is the side of a square; otherwise it is the shortest edge.</param>
    public static TargetSize? Parse(JsonElement element, bool isSquare)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number when element.TryGetInt32(out var edge) && edge > 0:
                return isSquare ? new() { Fixed = new(edge, edge) } : new() { ShortestEdge = edge };
            case JsonValueKind.Array when element.GetArrayLength() == 2
                && Number(element[0]) is { } height && Number(element[1]) is { } width:
                return new() { Fixed = new(height, width) };
            case JsonValueKind.Object:
                var size = new TargetSize
                {
                    Fixed = Pair(element, "height", "width"),
                    Maximum = Pair(element, "max_height", "max_width"),
                    ShortestEdge = Member(element, "shortest_edge"),
                    LongestEdge = Member(element, "longest_edge"),
                };
                return size == new TargetSize() ? null : size;
            default:
                return null;
        }
    }

    /// <summary>The size to which an image is resized, by the rules of transformers' image_transforms.</summary>
    public ImageSize Resolve(ImageSize size)
    {
        var (height, width) = size;
        if (Fixed is { } exact)
            return exact;
        if (Maximum is { } maximum)
        {
            var scale = Math.Min((double)maximum.Height / height, (double)maximum.Width / width);
            return AtLeastOne((int)(height * scale), (int)(width * scale));
        }
        if (ShortestEdge is { } shortest && LongestEdge is { } longest)
            return ResolveEdges(size, shortest, longest);
        if (ShortestEdge is { } edge)
        {
            return width <= height
                ? new((int)((double)edge * height / width), edge)
                : new(edge, (int)((double)edge * width / height));
        }
        var shrink = (double)LongestEdge!.Value / Math.Max(height, width);
        return AtLeastOne((int)(height * shrink), (int)(width * shrink));
    }

    // get_size_with_aspect_ratio: the shortest edge as given, unless the longest would exceed its limit
    private static ImageSize ResolveEdges(ImageSize size, int shortest, int longest)
    {
        var (height, width) = size;
        double exact = shortest;
        var (least, greatest) = ((double)Math.Min(height, width), (double)Math.Max(height, width));
        if (greatest / least * shortest > longest)
        {
            exact = longest * least / greatest;
            shortest = (int)Math.Round(exact, MidpointRounding.ToEven);
        }
        if (Math.Min(height, width) == shortest)
            return size;
        return width < height
            ? AtLeastOne((int)(exact * height / width), shortest)
            : AtLeastOne(shortest, (int)(exact * width / height));
    }

    private static ImageSize AtLeastOne(int height, int width) => new(Math.Max(1, height), Math.Max(1, width));

    private static ImageSize? Pair(JsonElement element, string height, string width) =>
        Member(element, height) is { } first && Member(element, width) is { } second ? new ImageSize(first, second) : null;

    private static int? Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Number(value) : null;

    private static int? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number > 0 ? number : null;
}
