using System.Security.Cryptography;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>Opens a model's decoder for some of its heads. Layers above the last of them are not run.</summary>
/// <remarks>
/// A rewrite that only saves time must not cost a model: if ONNX Runtime refuses the rewritten graph, or it does not return the plain graph's
/// vectors for a sample, the plain graph is used. The answer for a graph is remembered across processes.
/// </remarks>
/// <param name="source">The decoder's graph.</param>
/// <param name="file">Its file.</param>
/// <param name="hints">What the configuration says about it.</param>
/// <param name="options">How to run it.</param>
/// <param name="getSample">Returns a prompt that two ways to run the decoder are compared with.</param>
/// <param name="warn">Is called with a sentence if a faster way cannot be used.</param>
internal sealed class HeadDecoderFactory(
    IHeadGraphSource source, OnnxFile file, DecoderHints hints, LmmOptions options, Func<DecoderInput> getSample, Action<string> warn)
{
    private readonly CacheInputs _cacheInputs = new(hints);

    /// <summary>Opens the decoder.</summary>
    /// <param name="heads">The heads to return, in this order; <see langword="null"/> for all.</param>
    /// <param name="withCaches">Whether it should return its KV cache, if it can.</param>
    public HeadDecoder Open(HeadLayout? heads, bool withCaches)
    {
        var tapped = options.OptimizedModelFolder is null ? heads : GetHeadsOfSameDepth(heads);
        var graph = Tap(tapped, withCaches, lastTokenAttention: true);
        if (graph.UsesLastTokenAttention && !Holds(graph, tapped, withCaches))
        {
            warn("Attention of the last token alone is off: the decoder does not return the same vectors with it.");
            graph = Tap(tapped, withCaches, lastTokenAttention: false);
        }
        var session = OnnxSession.Open(file, options, graph, session => Run(CreateDecoder(session, graph, null)), warn);
        return CreateDecoder(session, graph, heads);
    }

    private HeadGraph Tap(HeadLayout? heads, bool withCaches, bool lastTokenAttention)
    {
        var graph = source.Tap(heads, withCaches, lastTokenAttention);
        return options.FloatActivations ? graph.WithFloatActivations() : graph;
    }

    private bool Holds(HeadGraph graph, HeadLayout? heads, bool withCaches)
    {
        var statement = $"last-token attention holds\n{Convert.ToHexString(SHA256.HashData(graph.Bytes))}\n{string.Join('\n', graph.ExternalDataFiles.Select(data => FileHashes.Compute(data)))}\n"
            + $"{OnnxRuntimeEnvironment.Instance.GetVersionString()}\n{CpuIdentity.Current}\n{ExecutionDevice.Of(options)}";
        if (FileFacts.Default.IsNoted(statement))
            return true;
        if (!Agrees(graph, heads, withCaches))
            return false;
        FileFacts.Default.Note(statement);
        return true;
    }

    private bool Agrees(HeadGraph graph, HeadLayout? heads, bool withCaches)
    {
        try
        {
            return HeadVectorComparison.Agree(graph.Layout, RunOnce(graph), RunOnce(Tap(heads, withCaches, lastTokenAttention: false)));
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            return false;
        }
    }

    private float[] RunOnce(HeadGraph graph)
    {
        using var decoder = CreateDecoder(OnnxSession.Open(file, options, graph), graph, null);
        return Run(decoder);
    }

    // So that not every choice of heads gets optimised files of its own, which are as large as the model's.
    private HeadLayout? GetHeadsOfSameDepth(HeadLayout? heads)
    {
        if (heads is null || heads.Except(source.Layout).Any())
            return heads;
        var deepest = heads.Max(head => head.Layer);
        return new HeadLayout(source.Layout.Where(head => head.Layer <= deepest));
    }

    private HeadDecoder CreateDecoder(OnnxSession session, HeadGraph graph, HeadLayout? heads) =>
        new(session, graph, _cacheInputs, ExecutionDevice.Of(options), heads);

    private float[] Run(HeadDecoder decoder) => decoder.Run([getSample()], CancellationToken.None)[0];
}
