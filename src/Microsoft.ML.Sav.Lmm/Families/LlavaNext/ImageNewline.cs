using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Lmm.Families.LlavaNext;

/// <summary>
/// The learned vector with which LLaVA ends each row of features. Published encoders leave it out; the model's folder may have it as
/// <see cref="FileName"/>, tensor <c>image_newline</c> [embeddingSize].
/// </summary>
internal static class ImageNewline
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "image_newline.safetensors";

    private const string TensorName = "image_newline";

    /// <summary>Reads the vector; <see langword="null"/> if the folder does not have it.</summary>
    /// <exception cref="ModelFolderException">The file does not have the tensor.</exception>
    public static float[]? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        RegularFile.Check(path);
        var file = SafetensorsFile.Read(path);
        return file.Contains(TensorName) ? file.ReadSingle(TensorName) : throw new ModelFolderException($"'{path}' has no tensor '{TensorName}'.", path);
    }
}
