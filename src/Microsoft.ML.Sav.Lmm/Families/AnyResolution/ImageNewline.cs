using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.Families.AnyResolution;

/// <summary>
/// The learned vector that LLaVA puts behind each row of features. Published encoders leave it out; it may lie in the model's folder as
/// <see cref="ModelFiles.ImageNewlineName"/>, tensor <c>image_newline</c> [embeddingSize].
/// </summary>
internal static class ImageNewline
{
    private const string Name = "image_newline";

    /// <summary>Reads the vector where there is one.</summary>
    public static float[]? ReadIfPresent(string folder)
    {
        var path = Path.Combine(folder, ModelFiles.ImageNewlineName);
        if (!File.Exists(path))
            return null;
        try
        {
            return SafetensorsFile.Read(path).ReadSingle(Name);
        }
        catch (SafetensorsException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
