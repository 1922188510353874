using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Everything that makes up a featurizer, and that is saved.</summary>
/// <param name="ImageColumn">Name of the image column; <see langword="null"/> without images.</param>
/// <param name="TextColumn">Name of the text column; <see langword="null"/> without text.</param>
/// <param name="OutputColumn">Name of the output column.</param>
/// <param name="Prompt">The prompt of the options.</param>
/// <param name="Lmm">The LMM.</param>
/// <param name="Features">The features of the output column.</param>
/// <param name="Normalizes">Whether vectors are scaled to length 1.</param>
internal sealed record FeaturizerState(
    string? ImageColumn, string? TextColumn, string OutputColumn, string? Prompt, LmmReference Lmm, FeatureLayout Features, bool Normalizes)
{
    /// <summary>Greatest number of tokens of a row's text; <see langword="null"/> for no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>What happens to rows that cannot be used. Not saved.</summary>
    public RowErrorPolicy RowErrors { get; init; } = RowErrorPolicy.Fail;
}
