using Microsoft.ML.Sav.Lmm.Encoders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>A fixed prompt on which two ways to run a decoder are compared.</summary>
internal static class SamplePrompt
{
    private const string Text =
        "What is in the image, or what is the text about? Answer in one word: a person, an animal, a plant, a building, a machine, food, or something else.";

    /// <summary>Creates the prompt.</summary>
    public static Prompt Create(bool withImage) => new(Text, withImage ? [SampleImage.Input] : []);
}
