using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>Opens a model's decoder for some of its heads. Layers above the last of them are not run.</summary>
/// <param name="source">The decoder's graph.</param>
/// <param name="file">Its file.</param>
/// <param name="hints">What the configuration says about it.</param>
/// <param name="options">How to run it.</param>
/// <param name="getSample">Returns a prompt that two ways to run the decoder are compared with.</param>
/// <param name="warn">Is called with a sentence if a faster way cannot be used.</param>
internal sealed class HeadDecoderFactory(
    IHeadGraphSource source, OnnxFile file, DecoderHints hints, LmmOptions options, Func<DecoderInput> getSample, Action<string> warn)
{
    private readonly EmptyCache _emptyCache = new(hints);

    /// <summary>Opens the decoder.</summary>
    /// <param name="heads">The heads to return, in this order; <see langword="null"/> for all.</param>
    /// <param name="withCaches">Whether it should return its KV cache, if it can.</param>
    public HeadDecoder Open(HeadLayout? heads, bool withCaches)
    {
        var graph = source.Tap(options.OptimizedModelFolder is null ? heads : GetHeadsOfSameDepth(heads), withCaches);
        if (options.FloatActivations)
            graph = graph.WithFloatActivations();
        return CreateDecoder(OnnxSession.Open(file, options, graph, session => Run(CreateDecoder(session, graph, null)), warn), graph, heads);
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
        new(session, graph, _emptyCache, ExecutionDevice.Of(options), heads);

    private float[] Run(HeadDecoder decoder) => decoder.Run([getSample()], CancellationToken.None)[0];
}
