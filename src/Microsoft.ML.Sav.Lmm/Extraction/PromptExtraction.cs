using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Encoders;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>
/// The state of one prompt's extraction: every step adds its result, and the first step that fails adds the error.
/// </summary>
internal class PromptExtraction(Prompt prompt)
{
    /// <summary>The prompt.</summary>
    public Prompt Prompt => prompt;

    /// <summary>First step: the rendered text and the content of the images.</summary>
    public PromptContent? Content { get; set; }

    /// <summary>Between the steps, when images of several prompts are encoded together: the pixels, then the features.</summary>
    public IReadOnlyList<ProcessedImages>? Pixels { get; set; }

    /// <inheritdoc cref="Pixels"/>
    public ImageFeatures? Features { get; set; }

    /// <summary>Second step: token ids, positions and embeddings.</summary>
    public DecoderInput? Input { get; set; }

    /// <summary>Last step: the vectors, from the decoder or from the feature cache.</summary>
    public float[]? Vectors { get; set; }

    /// <summary>Whether <see cref="Vectors"/> come from the feature cache.</summary>
    public bool IsFromCache { get; set; }

    /// <summary>Why there are no vectors.</summary>
    public PromptException? Error { get; private set; }

    /// <summary>Whether no step is left.</summary>
    public bool IsDone => Vectors is not null || Error is not null;

    /// <summary>Runs a step unless the prompt is done, and stores the error if the prompt causes one.</summary>
    public void Try(Action<PromptExtraction> step)
    {
        if (IsDone)
            return;
        try
        {
            step(this);
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            Error = PromptException.From(exception);
        }
    }

    /// <summary>The vectors.</summary>
    /// <exception cref="PromptException">There are none.</exception>
    public float[] GetVectors() => Vectors ?? throw Error as Exception ?? new InvalidOperationException("The prompt was not run.");
}
