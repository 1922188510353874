using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>What the user asks the model: images first, then text. Either may be missing.</summary>
/// <param name="Text">The text, before the chat template is applied.</param>
/// <param name="Images">The images, in order.</param>
public sealed record Prompt(string Text, IReadOnlyList<ImageInput> Images)
{
    /// <summary>
    /// Number of characters at the start of <see cref="Text"/> that many prompts have in common, for example an instruction. Prefix
    /// caching runs them once (<see cref="LmmOptions.PrefixCaching"/>). Default: 0.
    /// </summary>
    public int SharedLength { get; init; }

    /// <summary>Cuts a long text, for example the row's text in a longer instruction. Default: <see langword="null"/>, nothing is cut.</summary>
    public TextLimit? TextLimit { get; init; }

    /// <summary>Reads the images, and computes the SHA-256 of text and images, in hexadecimal. Names of images do not count.</summary>
    /// <exception cref="PromptException">An image cannot be read; the inner exception is the cause.</exception>
    internal string ComputeHash()
    {
        try
        {
            return ComputeHash([.. Images.Select(image => image.Read())]);
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            throw PromptException.From(exception);
        }
    }

    /// <inheritdoc cref="ComputeHash()"/>
    /// <param name="images">The images' content.</param>
    internal string ComputeHash(IReadOnlyList<ImageContent> images) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { Text, Images = images.Select(image => image.Hash) })));
}
