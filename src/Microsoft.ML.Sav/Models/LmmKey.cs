using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Models;

/// <summary>Which LMM is open, and how it runs. Keys are equal if their values are, those of <see cref="LmmOptions.HeadTaps"/> included.</summary>
/// <param name="Folder">Full path of the LMM's folder.</param>
/// <param name="Options">How the LMM runs.</param>
internal readonly record struct LmmKey(string Folder, LmmOptions Options)
{
    public static LmmKey Create(string folder, LmmOptions options) => new(
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)),
        options.HeadTaps is null ? options : options with { HeadTaps = options.HeadTaps.ToDictionary() }); // a copy: a key must not change

    public bool Equals(LmmKey other) =>
        Folder == other.Folder && WithoutTaps() == other.WithoutTaps() && HaveSameTaps(Options, other.Options);

    public override int GetHashCode() => HashCode.Combine(Folder, WithoutTaps());

    public static bool HaveSameTaps(LmmOptions first, LmmOptions second) => Sorted(first).SequenceEqual(Sorted(second));

    private LmmOptions WithoutTaps() => Options with { HeadTaps = null };

    private static IEnumerable<KeyValuePair<int, string>> Sorted(LmmOptions options) =>
        options.HeadTaps is null ? [] : options.HeadTaps.OrderBy(tap => tap.Key);
}
