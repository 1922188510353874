using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>Runs prompts through a model and returns the head vectors at the last token. Safe to use from many threads.</summary>
public sealed class HeadExtractor : IDisposable
{
    /// <summary>The heads that are returned.</summary>
    public HeadLayout Layout => throw new NotImplementedException();

    /// <summary>Head vectors of one prompt, <see cref="HeadLayout.VectorLength"/> floats.</summary>
    public float[] Extract(Prompt prompt, CancellationToken cancellationToken = default) => throw new NotImplementedException($"{prompt}{cancellationToken}");

    /// <summary>Head vectors of many prompts, in their order. Prompts are read ahead, a bounded number of them.</summary>
    public IEnumerable<float[]> ExtractAll(IEnumerable<Prompt> prompts, CancellationToken cancellationToken = default) => throw new NotImplementedException($"{prompts}{cancellationToken}");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
