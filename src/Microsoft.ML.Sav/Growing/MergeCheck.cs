using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Growing;

/// <summary>Checks that the examples of two transformers have the same features.</summary>
internal static class MergeCheck
{
    /// <exception cref="ArgumentException">They do not; the message names what differs.</exception>
    public static void Require(TransformerState first, TransformerState second)
    {
        Require("the LMM's fingerprint", first.Lmm.Fingerprint, second.Lmm.Fingerprint);
        Require("the LMM's precision", first.Lmm.Options.Precision, second.Lmm.Options.Precision);
        Require("the LMM's decoder file", first.Lmm.Options.DecoderFile, second.Lmm.Options.DecoderFile);
        Require("the LMM's float activations", first.Lmm.Options.FloatActivations, second.Lmm.Options.FloatActivations);
        Require("the LMM's head taps", true, LmmKey.HaveSameTaps(first.Lmm.Options, second.Lmm.Options));
        Require("the prompt", first.Prompt, second.Prompt);
        Require("the greatest number of tokens", first.MaxTokens, second.MaxTokens);
        Require("the image column", first.Names.Image, second.Names.Image);
        Require("the text column", first.Names.Text, second.Names.Text);
        var (kind, otherKind) = (first.Training!.Options.Kind, second.Training!.Options.Kind);
        Require(kind == otherKind ? "the features" : $"the features that {kind} and {otherKind} keep", first.Training.Examples.Layout, second.Training.Examples.Layout);
    }

    private static void Require<T>(string what, T first, T second)
    {
        if (Equals(first, second))
            return;
        var values = first is string or bool or int or null ? $": '{first}' and '{second}'" : "";
        throw new ArgumentException($"Expected models that were trained with the same LMM, prompt, columns and budgets, but they differ in {what}{values}.", nameof(second));
    }
}
