namespace Microsoft.ML.Sav.Docs.Tests.Programs;

/// <summary>A text with a label.</summary>
public sealed class Issue
{
    public string Title { get; set; } = "";

    public string Area { get; set; } = "";

    /// <summary>Issues of two areas.</summary>
    public static IDataView Data { get; } = Given.mlContext.Data.LoadFromEnumerable(new[]
    {
        new Issue { Title = "JsonSerializer ignores my converter", Area = "json" },
        new Issue { Title = "Utf8JsonReader fails on comments", Area = "json" },
        new Issue { Title = "JsonDocument leaks pooled memory", Area = "json" },
        new Issue { Title = "HttpClient times out behind a proxy", Area = "net" },
        new Issue { Title = "Sockets stay open after cancellation", Area = "net" },
        new Issue { Title = "HTTP/3 handshake is slow", Area = "net" },
    });
}
