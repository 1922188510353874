using Microsoft.ML.Sav.Text.Tokenization.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Reads {"String": ...} or {"Regex": ...}.</summary>
internal static class PatternReader
{
    public static IPattern Read(JsonPart part)
    {
        if (part.Optional("String") is { } literal)
            return literal.AsString() is { Length: > 0 } text ? new LiteralPattern(text) : throw literal.Unsupported("an empty text");
        var regex = part.Optional("Regex") ?? throw part.Expected("""{"String": ...} or {"Regex": ...}""");
        try
        {
            return new RegexPattern(regex.AsString());
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException($"{regex.Place}: {exception.Message}", exception);
        }
        catch (ArgumentException exception)
        {
            throw regex.Invalid(exception.Message);
        }
    }

    public static SplitBehavior ReadBehavior(JsonPart part) =>
        Enum.TryParse<SplitBehavior>(part.AsString(), out var behavior) && behavior.ToString() == part.AsString()
            ? behavior
            : throw part.Unsupported($"the behavior '{part.AsString()}'");
}
