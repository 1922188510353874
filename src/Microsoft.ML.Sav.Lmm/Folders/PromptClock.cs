namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>The clock of chat templates that print today's date. It stands still, so that a prompt is the same on every day.</summary>
internal sealed class PromptClock : TimeProvider
{
    private PromptClock()
    {
    }

    /// <summary>The clock.</summary>
    public static PromptClock Instance { get; } = new();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>26 July 2024, the date that templates of Llama 3 print if there is no clock.</summary>
    public override DateTimeOffset GetUtcNow() => new(2024, 7, 26, 0, 0, 0, TimeSpan.Zero);
}
