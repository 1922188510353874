namespace Microsoft.ML.Sav.Reliability.Fuzzing.Running;

/// <summary>Creates the cases of a format. The first are the corpus itself, the others depend on seed and number alone.</summary>
internal static class FuzzCase
{
    private const int MaximumLength = 4 << 20;

    public static FuzzInput Create(FuzzTarget target, int seed, long number)
    {
        var corpus = target.Corpus;
        if (number < corpus.Count)
            return corpus[(int)number];
        var random = new Random(unchecked((int)(((ulong)number * 0x9E3779B97F4A7C15 >> 32) ^ (uint)seed * 0x85EBCA6B)));
        var original = corpus[random.Next(corpus.Count)];
        var content = original.Content;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var mutator = target.Mutators[random.Next(target.Mutators.Count)];
            var changed = mutator.Mutate(content, corpus[random.Next(corpus.Count)].Content, random);
            if (changed.Length <= Math.Max(MaximumLength, original.Content.Length))
                content = changed;
        }
        return original with { Content = content };
    }
}
