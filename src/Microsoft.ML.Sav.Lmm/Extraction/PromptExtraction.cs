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

    /// <summary>Second step: the pixels, for a decoder that encodes images itself or to encode images of several prompts together.</summary>
    public IReadOnlyList<ProcessedImages>? Pixels { get; set; }

    /// <summary>Second step: the image features, until they are embedded.</summary>
    public ImageFeatures? Features { get; set; }

    /// <summary>Second step: means over all images; <see langword="null"/> without images or vision encoder.</summary>
    public ImageMeans? ImageMeans { get; set; }

    /// <summary>Third step: token ids, positions and embeddings; <see langword="null"/> if the decoder does not run.</summary>
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
