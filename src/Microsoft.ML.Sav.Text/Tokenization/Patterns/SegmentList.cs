namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Collects matches in order, and adds the segments between them.</summary>
internal sealed class SegmentList(string text)
{
    private readonly List<Segment> _segments = [];
    private int _end;

    public void AddMatch(int start, int end)
    {
        if (_end < start)
            _segments.Add(new Segment(_end, start, IsMatch: false));
        _segments.Add(new Segment(start, end, IsMatch: true));
        _end = end;
    }

    public List<Segment> Complete()
    {
        if (_end < text.Length)
            _segments.Add(new Segment(_end, text.Length, IsMatch: false));
        return _segments;
    }
}
