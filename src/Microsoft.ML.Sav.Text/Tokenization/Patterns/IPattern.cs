namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Something to look for in a text.</summary>
internal interface IPattern
{
    /// <summary>Cuts the text into matches and what lies between them; together they cover all of it in order.</summary>
    List<Segment> Segments(string text);
}
