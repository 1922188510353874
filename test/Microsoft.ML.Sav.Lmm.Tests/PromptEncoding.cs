using Microsoft.ML.Sav.Lmm.Prompts;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>The steps from a prompt to token ids in one call.</summary>
internal static class PromptEncoding
{
    public static ModelInputs Encode(this PromptEncoder prompts, Prompt prompt)
    {
        var images = prompt.Images.Count == 0 ? [] : prompts.ProcessImages([.. prompt.Images.Select(image => image.Read())]);
        return prompts.Encode(prompts.Render(prompt), [.. images.SelectMany(call => call.Layouts)]) with { Images = images };
    }
}
