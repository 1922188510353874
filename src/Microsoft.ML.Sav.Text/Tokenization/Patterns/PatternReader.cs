using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Reads {"String": ...} or {"Regex": ...}.</summary>
internal static class PatternReader
{
    public static IPattern Read(LocatedElement json)
    {
        if (json.Optional("String") is { } literal)
            return literal.AsString() is { Length: > 0 } text ? new LiteralPattern(text) : throw literal.CreateUnsupportedException("an empty string");
        var regex = json.Optional("Regex") ?? throw json.CreateTypeException("""{"String": ...} or {"Regex": ...}""");
        try
        {
            return new RegexPattern(regex.AsString());
        }
        catch (ArgumentException exception)
        {
            throw regex.CreateException(exception.Message);
        }
    }

    public static SplitBehavior ReadBehavior(LocatedElement json) =>
        Enum.TryParse<SplitBehavior>(json.AsString(), out var behavior) && behavior.ToString() == json.AsString()
            ? behavior
            : throw json.CreateUnsupportedException($"the behavior '{json.AsString()}'");
}
