using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions.Prefixes;

/// <summary>Prompts that begin alike, and their head vectors without any reuse.</summary>
internal static class SharedPrefix
{
    private const string Instruction =
        "Read the text below from its beginning to its end, and say in one word what kind of text it is, whether it is a letter, a poem, a recipe or a bill. ";

    // no two begin with the same letter
    private static readonly string[] Questions = ["What is in the image?", "Describe the picture in one word.", "Is it a cat?", "How many are there?", "Name a colour."];

    public static IReadOnlyList<Prompt> QuestionsAbout(params string[] images) =>
        [.. Questions.Select(question => new Prompt(question, [.. images.Select(image => ImageInput.FromFile(Repository.Fixture("images", image)))]))];

    public static IReadOnlyList<Prompt> TextsBehindAnInstruction() => [.. Questions.Select(text => new Prompt(Instruction + text, []))];

    public static int[] Tokens(MultimodalModel model, Prompt prompt) => model.PromptEncoder.Encode(prompt).TokenIds;

    public static int Length(MultimodalModel model, IReadOnlyList<Prompt> prompts) =>
        prompts.Select(prompt => Tokens(model, prompt)).Aggregate((shared, tokens) => shared[..shared.AsSpan().CommonPrefixLength(tokens)]).Length;

    public static void ExpectWholeRuns(MultimodalModel model, IReadOnlyList<Prompt> prompts, IEnumerable<float[]> vectors)
    {
        foreach (var (prompt, actual) in prompts.Zip(vectors.ToList()))
        {
            using var extractor = model.CreateHeadExtractor(); // which has nothing to go on from
            RelativeError.Of(actual, extractor.Extract(prompt)).Should().BeLessThan(1e-5);
        }
    }
}
