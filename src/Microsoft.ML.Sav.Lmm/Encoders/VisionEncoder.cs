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
    private readonly string[] _outputs; // The image features first.

    public VisionEncoder(OnnxSession session, ModelFamily family)
    {
        (_session, _family) = (session, family);
        _outputs = [session.MainOutput, .. session.Outputs.Where(Deepstack.IsName)];
    }

    /// <summary>Computes the features of the images of one prompt.</summary>
    /// <param name="calls">The images, one entry per run; at least one.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public ImageFeatures Run(IReadOnlyList<ProcessedImages> calls, CancellationToken cancellationToken) =>
        Join(calls, [.. calls.Select(call => Run(call, cancellationToken))]);

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
        var joined = new FloatTensor[_outputs.Length];
        for (var output = 0; output < joined.Length; output++)
        {
            joined[output] = FloatTensor.Concat([.. runs.Select((run, call) =>
                output == 0 ? _family.ArrangeFeatures(run[0], calls[call].Layouts) : run[output].ToRows())]);
        }
        return new ImageFeatures(
            joined[0], _outputs.Index().Skip(1).ToDictionary(output => output.Item, output => joined[output.Index]), [.. calls.SelectMany(call => call.Layouts)]);
    }

    private static FloatTensor Slice(FloatTensor output, int index, int count)
    {
        var rows = (int)output.Shape[0] / count;
        return output.Rows((index * rows)..((index + 1) * rows));
    }
}
