using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>What a prompt's head vectors depend on.</summary>
/// <param name="Model">Fingerprint of the model.</param>
/// <param name="HeadTaps">Tensors that the user named.</param>
/// <param name="FloatActivations">See <see cref="LmmOptions.FloatActivations"/>.</param>
/// <param name="Text">The text after the chat template.</param>
/// <param name="Images">SHA-256 of the content of each image.</param>
internal sealed record PromptKey(
    string Model, IEnumerable<KeyValuePair<int, string>> HeadTaps, bool FloatActivations, string Text, IReadOnlyList<byte[]> Images)
{
    // to be raised when the same model, text and images give other vectors than before
    private const int Version = 1;

    /// <summary>The key of a prompt; <see langword="null"/> when an image cannot be read.</summary>
    public static PromptKey? TryCreate(MultimodalModel model, Prompt prompt)
    {
        try
        {
            var taps = (model.Options.HeadTaps ?? new Dictionary<int, string>()).OrderBy(tap => tap.Key);
            return new PromptKey(
                model.Fingerprint, taps, model.Options.FloatActivations, model.PromptEncoder.Render(prompt),
                [.. prompt.Images.Select(image => image.HashContent())]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The key together with the heads, as 64 hexadecimal digits.</summary>
    public string With(HeadLayout layout) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new { Version, Key = this, Heads = layout })));
}
