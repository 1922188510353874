using System.Numerics.Tensors;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Vision;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>Opens a model's vision encoder, with or without its rows before the projector.</summary>
/// <remarks>
/// The further output must never make a model unusable: if ONNX Runtime refuses the graph, or it does not return the file's image features for
/// a sample, the model has no vision encoder feature. The answer is remembered across processes.
/// </remarks>
/// <param name="file">The vision encoder's file.</param>
/// <param name="options">How to run it.</param>
/// <param name="getInfo">Reads what is known of the file.</param>
/// <param name="getPrompts">Returns the prompt encoder, which is also read when first needed.</param>
/// <param name="warn">Called with a message if the optimised form or the further output cannot be used.</param>
internal sealed class VisionEncoderFactory(
    OnnxFile file, LmmOptions options, Func<VisionEncoderInfo> getInfo, Func<PromptEncoder> getPrompts, Action<string> warn)
{
    private const float Tolerance = 1e-5f;

    /// <summary>What is known of the file.</summary>
    public VisionEncoderInfo Info => getInfo();

    /// <summary>Finds out why there are no rows before the projector, a sentence; <see langword="null"/> if there are. May run the encoder on a sample.</summary>
    public string? FindTapProblem()
    {
        if (Info.Tap is not { } tap)
            return $"no projection after the last residual block was found in '{file.Path}'.";
        var files = Info.ExternalDataFiles.Prepend(file.Path).Select(path => FileHashes.Compute(path));
        var statement = $"vision encoder tap holds\n{string.Join('\n', files)}\n{tap}\n"
            + $"{OnnxRuntimeEnvironment.Instance.GetVersionString()}\n{CpuIdentity.Current}\n{ExecutionDevice.FromOptions(options)}";
        if (FileFacts.Default.IsNoted(statement))
            return null;
        if (Compare(tap, getPrompts()) is { } problem)
        {
            warn($"The vision encoder feature is left out: {problem}");
            return problem;
        }
        FileFacts.Default.Note(statement);
        return null;
    }

    /// <summary>Opens the encoder.</summary>
    /// <param name="withTap">Whether to return its rows before the projector; only if <see cref="FindTapProblem"/> found none.</param>
    public VisionEncoder Open(bool withTap)
    {
        var (graph, tap) = withTap ? (VisionGraph.Create(file.Path, Info.Tap!), Info.Tap!.Tensor) : (null, null);
        return Create(OnnxSession.Open(file, options, graph, session => RunSample(Create(session)), warn));

        VisionEncoder Create(OnnxSession session) => new(session, getPrompts().Family, tap);
        float[] RunSample(VisionEncoder encoder) => Flatten(encoder.Run(getPrompts().ProcessImages([SampleImage.Content]), CancellationToken.None));
    }

    private static float[] Flatten(ImageFeatures features) => [.. features.Values.Values, .. features.Means.VisionEncoder ?? []];

    private string? Compare(VisionTap tap, PromptEncoder prompts)
    {
        try
        {
            using var plain = new VisionEncoder(OnnxSession.Open(file, options), prompts.Family);
            using var tapped = new VisionEncoder(OnnxSession.Open(file, options, VisionGraph.Create(file.Path, tap)), prompts.Family, tap.Tensor);
            var sample = prompts.ProcessImages([SampleImage.Content]);
            var expected = plain.Run(sample, CancellationToken.None).Values.Values;
            var actual = tapped.Run(sample, CancellationToken.None);
            if (actual.Means.VisionEncoder!.Length != tap.Size)
                return $"the tensor '{tap.Tensor}' of '{file.Path}' has {actual.Means.VisionEncoder.Length} values per row, expected {tap.Size}.";
            return actual.Values.Values.Length == expected.Length
                && TensorPrimitives.Distance<float>(actual.Values.Values, expected) <= Tolerance * TensorPrimitives.Norm<float>(expected) // False for NaN.
                ? null
                : $"with the output '{tap.Tensor}', '{file.Path}' does not return the same image features.";
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception) || exception is OnnxModelException)
        {
            return $"with the output '{tap.Tensor}', '{file.Path}' cannot be used: {exception.Message}";
        }
    }
}
