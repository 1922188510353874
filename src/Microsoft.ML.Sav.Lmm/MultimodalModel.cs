using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>A large multimodal model (LMM) in a folder of ONNX and configuration files.</summary>
public sealed class MultimodalModel : IDisposable
{
    /// <summary>Opens the model of a folder.</summary>
    public static MultimodalModel Open(string folder, LmmOptions? options = null) => throw new NotImplementedException($"{folder} {options}");

    /// <summary>Full path of the folder.</summary>
    public string Folder => throw new NotImplementedException();

    /// <summary>SHA-256 over the contents of the files that the model is made of, in hexadecimal.</summary>
    public string Fingerprint => throw new NotImplementedException();

    /// <summary>Every head of the decoder.</summary>
    public HeadLayout Heads => throw new NotImplementedException();

    /// <summary>Prepares the decoder to return the vectors of the given heads only, or of every head.</summary>
    public HeadExtractor CreateHeadExtractor(HeadLayout? heads = null) => throw new NotImplementedException($"{heads}");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
