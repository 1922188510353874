namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Splits a text at the matches of a pattern.</summary>
internal static class PatternSplitting
{
    public static List<Segment> Split(this IPattern pattern, string text, SplitBehavior behavior, bool invert = false)
    {
        var segments = pattern.FindSegments(text);
        if (invert)
            segments = segments.ConvertAll(segment => segment with { IsMatch = !segment.IsMatch });
        return behavior switch
        {
            SplitBehavior.Removed => segments.FindAll(segment => !segment.IsMatch),
            SplitBehavior.MergedWithPrevious => Merge(segments, (previous, next) => next.IsMatch && !previous.IsMatch),
            SplitBehavior.MergedWithNext => MergeWithNext(segments),
            SplitBehavior.Contiguous => Merge(segments, (previous, next) => next.IsMatch == previous.IsMatch),
            _ => segments,
        };
    }

    private static List<Segment> Merge(List<Segment> segments, Func<Segment, Segment, bool> belongTogether)
    {
        var merged = new List<Segment>();
        for (var i = 0; i < segments.Count; i++)
        {
            if (i > 0 && belongTogether(segments[i - 1], segments[i]))
                merged[^1] = merged[^1] with { End = segments[i].End };
            else
                merged.Add(segments[i]);
        }
        return merged;
    }

    private static List<Segment> MergeWithNext(List<Segment> segments)
    {
        var merged = new List<Segment>();
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (i < segments.Count - 1 && segments[i].IsMatch && !segments[i + 1].IsMatch)
                merged[^1] = merged[^1] with { Start = segments[i].Start };
            else
                merged.Add(segments[i]);
        }
        merged.Reverse();
        return merged;
    }
}
