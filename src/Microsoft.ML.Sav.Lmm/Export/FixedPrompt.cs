using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Prompts;

namespace Microsoft.ML.Sav.Lmm.Export;

/// <summary>A prompt whose token ids are the same for every row.</summary>
internal static class FixedPrompt
{
    /// <summary>Stands in a prompt for a text that differs per row.</summary>
    private const string TextPlaceholder = "{text}";

    /// <summary>Tokenizes a prompt with one image per row, or none; <see langword="null"/> if the tokens depend on the row.</summary>
    /// <param name="encoder">The model's prompt encoder.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="takesImages">Whether rows have an image.</param>
    /// <param name="recipe">How images are prepared; <see langword="null"/> if that is not known.</param>
    public static int[]? FindTokenIds(PromptEncoder encoder, string prompt, bool takesImages, PixelRecipe? recipe)
    {
        if (prompt.Contains(TextPlaceholder, StringComparison.Ordinal) || (takesImages && recipe is not { HasFixedSize: true }))
            return null;
        var layouts = takesImages ? encoder.ProcessImages([SampleImage.Content]).SelectMany(call => call.Layouts) : [];
        return encoder.Encode(encoder.Render(new Prompt(prompt, takesImages ? [SampleImage.Input] : [])), [.. layouts]).TokenIds;
    }
}
