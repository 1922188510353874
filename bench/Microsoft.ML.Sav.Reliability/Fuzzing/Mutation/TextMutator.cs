using System.Text;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Changes text by words: takes them from other files and a dictionary, repeats and nests them.</summary>
/// <param name="dictionary">Words of the language.</param>
internal sealed class TextMutator(params string[] dictionary) : IMutator
{
    public byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        var words = Split(Encoding.UTF8.GetString(file));
        var place = random.Next(words.Count + 1);
        var count = Math.Min(words.Count - place, random.Next(1, 8));
        switch (random.Next(6))
        {
            case 0:
                words.RemoveRange(place, count);
                break;
            case 1:
                words.InsertRange(place, Enumerable.Repeat(words.GetRange(place, count), 1 << random.Next(11)).SelectMany(part => part).ToList());
                break;
            case 2:
                var others = Split(Encoding.UTF8.GetString(other));
                var start = random.Next(others.Count + 1);
                words.InsertRange(place, others.GetRange(start, Math.Min(others.Count - start, random.Next(1, 30))));
                break;
            case 3 when count > 0:
                words[place] = random.Next(2) == 0 ? Extremes.Number(random) : Extremes.String(random);
                break;
            case 4:
                var (opening, closing) = random.Next(3) switch { 0 => ("(", ")"), 1 => ("[", "]"), _ => ("{", "}") };
                var depth = 1 << random.Next(13);
                words.Insert(place + count, new string(closing[0], depth));
                words.Insert(place, new string(opening[0], depth));
                break;
            default:
                words.Insert(place, dictionary[random.Next(dictionary.Length)]);
                break;
        }
        return Encoding.UTF8.GetBytes(string.Concat(words));
    }

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && char.IsLetterOrDigit(text[start]) && char.IsLetterOrDigit(text[end]))
                end++;
            words.Add(text[start..end]);
            start = end;
        }
        return words;
    }
}
