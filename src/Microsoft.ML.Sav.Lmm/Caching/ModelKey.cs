using System.Text.Json.Serialization;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>What head vectors depend on besides the prompt.</summary>
/// <param name="Model">Fingerprint of the model.</param>
/// <param name="HeadTaps">Tensors that the user chose, in the order of their layers.</param>
/// <param name="FloatActivations">See <see cref="LmmOptions.FloatActivations"/>.</param>
/// <param name="PrefixCaching">See <see cref="LmmOptions.PrefixCaching"/>.</param>
/// <param name="AllowTf32">See <see cref="LmmOptions.AllowTf32"/>. Left out of the key if it is off: keys from before it existed stay the same.</param>
internal sealed record ModelKey(
    string Model,
    IReadOnlyList<KeyValuePair<int, string>> HeadTaps,
    bool FloatActivations,
    bool PrefixCaching,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AllowTf32)
{
    /// <summary>Creates the key of a model with options.</summary>
    public static ModelKey Create(string fingerprint, LmmOptions options) => new(
        fingerprint,
        [.. (options.HeadTaps ?? new Dictionary<int, string>()).OrderBy(tap => tap.Key)],
        options.FloatActivations,
        options.PrefixCaching,
        options.AllowTf32);
}
