using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

/// <summary>Reads the <see cref="PrependScheme"/> of a Metaspace pre-tokenizer.</summary>
internal static class PrependSchemeReader
{
    /// <summary>Reads "prepend_scheme", or "add_prefix_space" in older files.</summary>
    public static PrependScheme Read(LocatedElement json)
    {
        var scheme = json.Optional("prepend_scheme");
        var addPrefixSpace = json.Boolean("add_prefix_space", defaultValue: true);
        if (scheme is not { } named)
            return addPrefixSpace ? PrependScheme.Always : PrependScheme.Never;
        var result = named.AsString() switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            var other => throw named.CreateUnsupportedException($"the prepend scheme '{other}'"),
        };
        return addPrefixSpace || result == PrependScheme.Never
            ? result
            : throw json.CreateException($"add_prefix_space is false, but prepend_scheme is '{named.AsString()}'");
    }
}
