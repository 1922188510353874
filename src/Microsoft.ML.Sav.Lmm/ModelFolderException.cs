using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Text;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>The folder of a model lacks a file, or one of its files is wrong or not supported.</summary>
public sealed class ModelFolderException : LmmException
{
    internal ModelFolderException(string message, string? filePath = null, Exception? innerException = null)
        : this(message, [message], filePath, innerException)
    {
    }

    internal ModelFolderException(string message, IReadOnlyList<string> problems, string? filePath = null, Exception? innerException = null)
        : base(message, innerException) => (Problems, FilePath) = (problems, filePath);

    /// <summary>What is missing or wrong, one sentence each; at least one.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Full path of the file that is missing or wrong; <see langword="null"/> if it is not known.</summary>
    public string? FilePath { get; }

    /// <summary>Whether an exception is about a file that was being read, and not, for example, about memory.</summary>
    internal static bool IsCausedByFile(Exception exception) => exception
        is ModelFolderException or OnnxModelException or SafetensorsException or TokenizerException or ChatTemplateException or InvalidDataException or NotSupportedException or IOException or UnauthorizedAccessException;

    /// <summary>Wraps an exception; one that is a <see cref="ModelFolderException"/> already is returned as it is.</summary>
    internal static ModelFolderException From(Exception cause) =>
        cause as ModelFolderException ?? new ModelFolderException(cause.Message, (cause as FileNotFoundException)?.FileName, cause);
}
