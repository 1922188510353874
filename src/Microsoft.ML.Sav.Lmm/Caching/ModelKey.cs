namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>What head vectors depend on beside the prompt.</summary>
/// <param name="Model">Fingerprint of the model.</param>
/// <param name="HeadTaps">Tensors that the user named, by layer, in the order of the layers.</param>
/// <param name="FloatActivations">See <see cref="LmmOptions.FloatActivations"/>.</param>
internal sealed record ModelKey(string Model, IReadOnlyList<KeyValuePair<int, string>> HeadTaps, bool FloatActivations)
{
    /// <summary>The key of a model with options.</summary>
    public static ModelKey Create(string fingerprint, LmmOptions options) =>
        new(fingerprint, [.. (options.HeadTaps ?? new Dictionary<int, string>()).OrderBy(tap => tap.Key)], options.FloatActivations);
}
