using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>Keys of prompts in a feature cache.</summary>
internal static class PromptKey
{
    // Increment when the same model, text and images give different vectors than before.
    private const int Version = 4;

    /// <summary>Computes the SHA-256 of everything that a prompt's vectors depend on, as 64 hexadecimal digits.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The prompt after the chat template.</param>
    /// <param name="images">The images; only their content counts.</param>
    /// <param name="heads">The heads whose vectors are stored.</param>
    public static string Create(ModelKey model, string text, IReadOnlyList<ImageContent> images, FeatureLayout heads) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new { Version, model, text, Images = images.Select(image => image.Hash), Heads = heads })));
}
