namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>A pattern that can be found in a text.</summary>
internal interface IPattern
{
    /// <summary>Splits a text into matches and the segments between them, in order, without gaps.</summary>
    List<Segment> FindSegments(string text);
}
