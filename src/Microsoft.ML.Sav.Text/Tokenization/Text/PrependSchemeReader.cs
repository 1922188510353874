using Microsoft.ML.Sav.Text.Tokenization.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.Text;

/// <summary>Reads the <see cref="PrependScheme"/> of a Metaspace pre-tokenizer or decoder.</summary>
internal static class PrependSchemeReader
{
    /// <summary>Reads "prepend_scheme", or "add_prefix_space" of older files.</summary>
    public static PrependScheme ReadPrependScheme(this JsonPart part)
    {
        var scheme = part.Optional("prepend_scheme");
        var addPrefixSpace = part.Boolean("add_prefix_space", absent: true);
        if (scheme is not { } named)
            return addPrefixSpace ? PrependScheme.Always : PrependScheme.Never;
        var result = named.AsString() switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            var other => throw named.Unsupported($"the prepend scheme '{other}'"),
        };
        return addPrefixSpace || result == PrependScheme.Never
            ? result
            : throw part.Invalid($"add_prefix_space is false, but prepend_scheme is '{named.AsString()}'");
    }
}
