namespace Microsoft.ML.Sav.Tests;

/// <summary>A row of text for <see cref="SmallLmm"/>.</summary>
internal sealed class Question
{
    public string Text { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>Questions about animals and about weather, in turn.</summary>
    public static Question[] Create(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i % 2 == 0
            ? new Question { Text = $"Which animal has {i} legs?", Label = "animals" }
            : new Question { Text = $"Will it rain on day {i}?", Label = "weather" })];

    /// <summary>Questions with keys for labels.</summary>
    public static IDataView Load(MLContext context, IEnumerable<Question> questions)
    {
        var data = context.Data.LoadFromEnumerable(questions);
        return context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    public static SavEstimator.Options Options(Action<SavEstimator.Options>? configure = null)
    {
        var options = new SavEstimator.Options { Lmm = SmallLmm.Folder, TextColumnName = nameof(Text), HeadCount = 3 };
        configure?.Invoke(options);
        return options;
    }
}
