using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>Computes image features from pixels.</summary>
internal sealed class VisionEncoder : IDisposable
{
    private readonly OnnxSession _session;
    private readonly ModelFamily _family;
    private readonly string? _tap;
    private readonly string[] _outputs; // The image features first, the tap last.

    /// <param name="session">The session.</param>
    /// <param name="family">The model's family.</param>
    /// <param name="tap">The output with the encoder's rows before the projector; <see langword="null"/> if they are not needed.</param>
    public VisionEncoder(OnnxSession session, ModelFamily family, string? tap = null)
    {
        (_session, _family, _tap) = (session, family, tap);
        string[] taps = tap is null ? [] : [tap];
        _outputs = [session.MainOutput, .. session.Outputs.Where(Deepstack.IsName).Except(taps), .. taps];
    }

    /// <summary>Computes the features of the images of one prompt.</summary>
    /// <param name="calls">The images, one entry per run; at least one.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public ImageFeatures Run(IReadOnlyList<ProcessedImages> calls, CancellationToken cancellationToken) =>
        Join(calls, [.. calls.Select(call => Run(call, cancellationToken))]);

    /// <summary>Computes the features of the images of one prompt, and returns the rows that they are computed from too.</summary>
    /// <inheritdoc cref="Run(IReadOnlyList{ProcessedImages}, CancellationToken)" path="/param"/>
    public (ImageFeatures Features, IReadOnlyList<ImageRows> Rows) RunWithRows(IReadOnlyList<ProcessedImages> calls, CancellationToken cancellationToken)
    {
        List<FloatTensor[]> runs = [.. calls.Select(call => Run(call, cancellationToken))];
        return (Join(calls, runs), [.. runs.Select((run, call) => new ImageRows(calls[call].Layouts, _tap is null ? null : run[^1].ToRows(), run[0].ToRows()))]);
    }

    /// <summary>Computes the features of the images of several prompts in one run.</summary>
    /// <param name="prompts">The images of each prompt, all of one shape (<see cref="ProcessedImages.HasShapeOf"/>).</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="LmmRuntimeException">The encoder does not return the same number of rows for each image.</exception>
    public ImageFeatures[] RunTogether(IReadOnlyList<IReadOnlyList<ProcessedImages>> prompts, CancellationToken cancellationToken)
    {
        ProcessedImages[] calls = [.. prompts.SelectMany(prompt => prompt)];
        var outputs = Run(ProcessedImages.Concat(calls), cancellationToken);
        if (Array.Exists(outputs, output => output.Shape[0] % calls.Length != 0))
            throw new LmmRuntimeException($"'{_session.Name}' returned {outputs[0].Shape[0]} rows for {calls.Length} images of one size.");
        var parts = new Queue<FloatTensor[]>(Enumerable.Range(0, calls.Length).Select(index => Array.ConvertAll(outputs, output => Slice(output, index, calls.Length))));
        return [.. prompts.Select(prompt => Join(prompt, [.. prompt.Select(_ => parts.Dequeue())]))];
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private FloatTensor[] Run(ProcessedImages images, CancellationToken cancellationToken)
    {
        using var feed = new TensorFeed(_session);
        feed.AddImages(images);
        return feed.Run(_outputs, cancellationToken);
    }

    private ImageFeatures Join(IReadOnlyList<ProcessedImages> calls, List<FloatTensor[]> runs)
    {
        var values = FloatTensor.Concat([.. runs.Select((run, call) => _family.ArrangeFeatures(run[0], calls[call].Layouts))]);
        var deepstack = _outputs.Index().Skip(1).Where(output => output.Item != _tap)
            .ToDictionary(output => output.Item, output => FloatTensor.Concat(runs.ConvertAll(run => run[output.Index].ToRows())));
        var means = new ImageMeans(
            _tap is null ? null : ImageMeans.Average(runs.ConvertAll(run => run[^1])), ImageMeans.Average(runs.ConvertAll(run => run[0])));
        return new ImageFeatures(values, deepstack, [.. calls.SelectMany(call => call.Layouts)], means);
    }

    private static FloatTensor Slice(FloatTensor output, int index, int count)
    {
        var rows = (int)output.Shape[0] / count;
        return output.Rows((index * rows)..((index + 1) * rows));
    }
}
