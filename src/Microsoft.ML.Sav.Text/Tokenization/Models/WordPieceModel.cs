namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>BERT's model: splits a word into the longest tokens from left to right, or makes the whole word unknown.</summary>
internal sealed class WordPieceModel(Vocabulary vocabulary, string unknownToken, string continuingSubwordPrefix, int maxWordLength) : IModel
{
    public Vocabulary Vocabulary { get; } = vocabulary;

    public void Tokenize(string word, List<int> ids)
    {
        var before = ids.Count;
        if (word.EnumerateRunes().Count() <= maxWordLength && TryTokenize(word, ids))
            return;
        ids.RemoveRange(before, ids.Count - before);
        ids.Add(Vocabulary.GetUnknownId(unknownToken, word));
    }

    private bool TryTokenize(string word, List<int> ids)
    {
        // The prefix overwrites characters that are done with, so that each candidate is a span of the buffer.
        var buffer = (continuingSubwordPrefix + word).ToCharArray();
        for (var start = continuingSubwordPrefix.Length; start < buffer.Length;)
        {
            var pieceStart = start;
            if (start > continuingSubwordPrefix.Length)
            {
                pieceStart = start - continuingSubwordPrefix.Length;
                continuingSubwordPrefix.CopyTo(buffer.AsSpan(pieceStart));
            }
            var end = Math.Min(buffer.Length, pieceStart + Vocabulary.LongestTokenLength);
            var id = 0;
            while (end > start && !Vocabulary.TryGetId(buffer.AsSpan(pieceStart..end), out id))
                end--;
            if (end <= start)
                return false;
            ids.Add(id);
            start = end;
        }
        return true;
    }
}
