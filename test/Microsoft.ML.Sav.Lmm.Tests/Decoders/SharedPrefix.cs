using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests.Decoders;

/// <summary>Prompts that start alike.</summary>
internal static class SharedPrefix
{
    private const string Instruction =
        "Read the text below from its beginning to its end, and say in one word what kind of text it is, whether it is a letter, a poem, a recipe or a bill. ";

    // no two start with the same letter
    private static readonly string[] Questions = ["What is in the image?", "Describe the picture in one word.", "Is it a cat?", "How many are there?", "Name a colour."];

    public static IReadOnlyList<Prompt> QuestionsAbout(params string[] images) =>
        [.. Questions.Select(question => new Prompt(question, [.. images.Select(image => ImageInput.FromFile(Repository.Fixture("images", image)))]))];

    public static IReadOnlyList<Prompt> TextsBehindAnInstruction() =>
        [.. Questions.Select(text => new Prompt(Instruction + text, []) { SharedLength = Instruction.Length })];

    public static int[] Tokens(MultimodalModel model, Prompt prompt) => model.PromptEncoder.Encode(prompt).TokenIds;
}
