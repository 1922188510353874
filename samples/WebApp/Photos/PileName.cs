namespace WebApp.Photos;

/// <summary>Checks names of piles. All characters that can be seen are allowed: the page never treats a name as markup.</summary>
internal static class PileName
{
    public const int MaxLength = 60;

    /// <exception cref="RequestException">The name is empty, too long or has control characters.</exception>
    public static string Check(string? name) =>
        name?.Trim() is { Length: > 0 and <= MaxLength } trimmed && !trimmed.Any(char.IsControl)
            ? trimmed.Normalize()
            : throw new RequestException(StatusCodes.Status400BadRequest, $"A name has 1 to {MaxLength} characters, all on one line.");
}
