namespace Microsoft.ML.Sav.Text.Tokenization.Models;

/// <summary>BERT's model: always the longest token that the rest of the word begins with, else the whole word is unknown.</summary>
internal sealed class WordPieceModel(Vocabulary vocabulary, string unknownToken, string continuingPrefix, int longestWord) : IModel
{
    public Vocabulary Vocabulary { get; } = vocabulary;

    public void Tokenize(string word, List<int> ids)
    {
        var before = ids.Count;
        if (word.EnumerateRunes().Count() <= longestWord && TryTokenize(word, ids))
            return;
        ids.RemoveRange(before, ids.Count - before);
        ids.Add(Vocabulary.UnknownId(unknownToken, word));
    }

    private bool TryTokenize(string word, List<int> ids)
    {
        // The prefix of a continuing piece is written over what is done with, right before the rest of the word.
        var buffer = (continuingPrefix + word).ToCharArray();
        for (var start = continuingPrefix.Length; start < buffer.Length;)
        {
            var pieceStart = start;
            if (start > continuingPrefix.Length)
            {
                pieceStart = start - continuingPrefix.Length;
                continuingPrefix.CopyTo(buffer.AsSpan(pieceStart));
            }
            var end = Math.Min(buffer.Length, pieceStart + Vocabulary.LongestToken);
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
