using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Pixels to image features.</summary>
internal sealed class VisionEncoder : IDisposable
{
    private readonly OnnxSession _session;
    private readonly string[] _outputs; // the image features first

    public VisionEncoder(OnnxSession session)
    {
        _session = session;
        _outputs = [session.MainOutput, .. session.Outputs.Where(Deepstack.IsName)];
    }

    /// <summary>Features of the images of one prompt.</summary>
    /// <param name="calls">The images, one entry a run; at least one.</param>
    /// <param name="family">The model's family.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public ImageFeatures Run(IReadOnlyList<ProcessedImages> calls, ModelFamily family, CancellationToken cancellationToken)
    {
        var runs = calls.Select(call => Run(call, family, cancellationToken)).ToList();
        var joined = _outputs.Index().ToDictionary(output => output.Item, output => FloatTensor.Concat([.. runs.Select(run => run[output.Index])]));
        joined.Remove(_outputs[0], out var features);
        return new ImageFeatures(features!, joined, [.. calls.SelectMany(call => call.Layouts)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private FloatTensor[] Run(ProcessedImages images, ModelFamily family, CancellationToken cancellationToken)
    {
        using var feed = new TensorFeed(_session);
        feed.AddImages(images);
        var outputs = feed.Run(_outputs, cancellationToken);
        return [family.ArrangeFeatures(outputs[0], images.Layouts), .. outputs.Skip(1).Select(output => output.ToRows())];
    }
}
