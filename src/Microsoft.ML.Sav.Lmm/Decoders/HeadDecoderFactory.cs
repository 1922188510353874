using System.Security.Cryptography;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Fingerprints;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>Opens a model's decoder for some of its heads. Layers above the last of them are not run.</summary>
/// <remarks>
/// A rewrite must never make a model unusable: if ONNX Runtime refuses the rewritten graph, or it does not return the plain graph's
/// vectors for a sample, the plain graph is used. The answer for a graph is remembered across processes.
/// </remarks>
/// <param name="folder">The model.</param>
/// <param name="options">How to run it.</param>
/// <param name="getSample">Returns the prompt on which two ways to run the decoder are compared.</param>
/// <param name="warn">Called with a message if an optimisation cannot be used.</param>
internal sealed class HeadDecoderFactory(ModelFolder folder, LmmOptions options, Func<DecoderInput> getSample, Action<string> warn)
{
    private readonly IHeadGraphSource _source = folder.Decoder;
    private readonly OnnxFile _file = folder.Files.Decoder;
    private readonly CacheInputs _cacheInputs = new(folder.CreateDecoderHints());

    /// <summary>Opens the decoder.</summary>
    /// <param name="heads">The heads to return, in this order.</param>
    /// <param name="withCaches">Whether to return the KV cache, if the decoder supports it.</param>
    public HeadDecoder Open(FeatureLayout heads, bool withCaches)
    {
        var tapped = options.OptimizedModelFolder is null ? heads : GetHeadsOfSameDepth(heads);
        var graph = Tap(tapped, withCaches, lastTokenAttention: true);
        if (graph.UsesLastTokenAttention && !Holds(graph, tapped, withCaches))
        {
            warn("Last-token attention is off: with it, the decoder does not return the same head vectors.");
            graph = Tap(tapped, withCaches, lastTokenAttention: false);
        }
        var session = OnnxSession.Open(_file, options, graph, session => Run(CreateDecoder(session, graph, null)), warn);
        return CreateDecoder(session, graph, heads.Equals(graph.Layout) ? null : heads);
    }

    /// <summary>Opens the decoder in a form that also returns what heads are sums of, for one prompt per run.</summary>
    /// <param name="heads">The heads.</param>
    /// <exception cref="OnnxModelException">The decoder's attention does not allow it.</exception>
    public (HeadDecoder Decoder, IReadOnlyList<LayerTokens> Layers) OpenWithTokens(FeatureLayout heads)
    {
        var graph = _source.TapTokens(heads);
        if (options.FloatActivations)
            graph = graph.WithFloatActivations();
        return (CreateDecoder(OnnxSession.Open(_file, options, graph), graph, null), graph.Tokens);
    }

    private HeadGraph Tap(FeatureLayout heads, bool withCaches, bool lastTokenAttention)
    {
        var graph = _source.Tap(heads, withCaches, lastTokenAttention);
        return options.FloatActivations ? graph.WithFloatActivations() : graph;
    }

    private bool Holds(HeadGraph graph, FeatureLayout heads, bool withCaches)
    {
        var statement = $"last-token attention holds\n{Convert.ToHexString(SHA256.HashData(graph.Bytes))}\n{string.Join('\n', graph.ExternalDataFiles.Select(data => FileHashes.Compute(data)))}\n"
            + $"{OnnxRuntimeEnvironment.Instance.GetVersionString()}\n{CpuIdentity.Current}\n{ExecutionDevice.FromOptions(options)}";
        if (FileFacts.Default.IsNoted(statement))
            return true;
        if (!Agrees(graph, heads, withCaches))
            return false;
        FileFacts.Default.Note(statement);
        return true;
    }

    private bool Agrees(HeadGraph graph, FeatureLayout heads, bool withCaches)
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
        using var decoder = CreateDecoder(OnnxSession.Open(_file, options, graph), graph, null);
        return Run(decoder);
    }

    // Otherwise every selection of heads would write its own optimised files, each as large as the model.
    private FeatureLayout GetHeadsOfSameDepth(FeatureLayout heads)
    {
        if (heads.Except(_source.Features).Any())
            return heads;
        var deepest = heads.Max(head => head.Layer);
        var all = heads.Any(head => head.Kind == FeatureKind.TokenMean) ? _source.Features : _source.Layout;
        return new FeatureLayout(all.Where(head => head.Layer <= deepest));
    }

    private HeadDecoder CreateDecoder(OnnxSession session, HeadGraph graph, FeatureLayout? heads) =>
        new(session, graph, _cacheInputs, ExecutionDevice.FromOptions(options), heads);

    private float[] Run(HeadDecoder decoder) => decoder.Run([getSample()], CancellationToken.None)[0];
}
