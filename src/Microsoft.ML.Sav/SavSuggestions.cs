using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Suggestions;
using Microsoft.ML.Sav.Suggesting;

namespace Microsoft.ML.Sav;

/// <summary>
/// Suggests what to do next with training data: which rows to label, which labels to check, and which rows are duplicates. Works without a trained
/// model: the LMM runs on the rows, or takes their features from <see cref="SavEstimator.Options.FeatureCacheFolder"/>.
/// </summary>
/// <remarks>
/// The same data and options give the same suggestions. Data has the columns of <see cref="SavEstimator"/>; rows whose label is missing are
/// unlabelled. If the label column has its default name, it may be missing, and no row has a label. Rows that cannot be used are left out if
/// <see cref="SavEstimator.Options.OnRowError"/> is <see cref="RowErrorAction.Skip"/>. Safe to use from many threads.
/// </remarks>
public sealed class SavSuggestions
{
    /// <summary>Default cosine similarity from which rows are near duplicates.</summary>
    public const double DefaultSimilarity = LabellingOrder.DuplicateThreshold;

    private readonly IHost _host;
    private readonly SavEstimator.Options _options;
    private readonly PromptColumns _columns;

    /// <summary>Creates an instance. The LMM is opened when a method is called.</summary>
    /// <param name="environment">The environment, usually the <see cref="MLContext"/>.</param>
    /// <param name="options">
    /// The options that a classifier would be trained with; later changes have no effect. The classifier that decides is always
    /// <see cref="ClassifierKind.Auto"/>, on all features and with the first of several prompts; budgets are ignored.
    /// </param>
    /// <exception cref="ArgumentException">An option is missing or out of range; the message names it.</exception>
    public SavSuggestions(IHostEnvironment environment, SavEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        var valid = options.Validated();
        _options = valid.Prompts is { } prompts ? valid.WithPrompt(prompts[0], valid.Progress) : valid;
        _host = environment.Register(nameof(SavSuggestions));
        _columns = PromptColumns.Create(_host, _options);
    }

    /// <summary>
    /// Suggests unlabelled rows to label next, the most useful first: with fewer than five labelled rows per class, rows that are typical of many
    /// others (TypiClust); then those whose two most probable labels are closest. No near duplicates of labelled or suggested rows.
    /// </summary>
    /// <param name="data">Rows with and without a label.</param>
    /// <param name="count">Number of rows; fewer are returned if there are not as many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or a column is missing or of a wrong type.</exception>
    /// <exception cref="SavRowException">A row cannot be used, and is not skipped.</exception>
    public IReadOnlyList<SuggestedRow> ForLabelling(IDataView data, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var rows = Read(data);
        if (rows.Unlabelled.Length == 0)
            return [];
        using var features = new SuggestionFeatures(_host, _options);
        var byClass = rows.Classes.Where(label => label >= 0).CountBy(label => label);
        var selected = LabellingOrder.UsesScores(byClass.Select(pair => pair.Value)) ? SelectLeastCertain(rows, features, count) : SelectTypical(rows, features, count);
        return [.. selected.Select(row => new SuggestedRow(row.Row, row.ClusterSize, FindLikelyLabels(row.Scores ?? [], rows.ClassNames)))];
    }

    /// <summary>
    /// Finds labels that are less probable than another, the least probable first. Each is scored by a classifier trained without it. Labels
    /// with one row only cannot be judged.
    /// </summary>
    /// <param name="data">Labelled rows; others are skipped.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="InvalidOperationException">The labelled rows belong to fewer than two classes.</exception>
    /// <exception cref="SavRowException">A row cannot be used, and is not skipped.</exception>
    public IReadOnlyList<DoubtfulLabel> DoubtfulLabels(IDataView data)
    {
        var rows = Read(data);
        var labelled = rows.Labelled;
        if (labelled.DistinctBy(row => rows.Classes[row]).Take(2).Count() < 2)
            throw new InvalidOperationException($"Doubtful labels are found among labelled rows of at least two classes; {labelled.Length} of {rows.Classes.Count} rows have a label in column '{_options.LabelColumnName}'.");
        using var features = new SuggestionFeatures(_host, _options);
        var (trained, examples) = features.Train(rows);
        var doubts = LabelDoubts.Find(trained, [.. examples.Select(example => rows.Classes[example.Row])]);
        return [.. doubts.Select(doubt => new DoubtfulLabel(
            examples[doubt.Example].Row, rows.ClassNames[doubt.Class], doubt.Scores[doubt.Class], rows.ClassNames[doubt.SuggestedClass], doubt.Scores[doubt.SuggestedClass]))];
    }

    /// <summary>Finds rows that look the same, labelled or not: copies in other formats or sizes, and pictures of the same thing taken in a row.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="similarity">Cosine similarity from which rows are near duplicates.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="similarity"/> is not between 0 and 1, or a column is missing or of a wrong type.</exception>
    /// <exception cref="SavRowException">A row cannot be used, and is not skipped.</exception>
    public IReadOnlyList<DuplicateRows> NearDuplicates(IDataView data, double similarity = DefaultSimilarity)
    {
        if (similarity is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(similarity), similarity, "Expected a cosine similarity between 0 and 1.");
        var rows = Read(data);
        using var features = new SuggestionFeatures(_host, _options);
        var usable = features.ExtractUnitVectors(rows);
        var groups = new NearDuplicates([.. usable.Select(row => row.UnitVector)], similarity).FindGroups(Parallel);
        return [.. groups.Select(group => new DuplicateRows([.. group.Rows.Select(row => (long)usable[row].Row)], group.Similarity))];
    }

    private ParallelOptions Parallel => new() { CancellationToken = _options.CancellationToken };

    private SuggestionRows Read(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new SuggestionRows(_columns, data, _options.LabelColumnName);
    }

    private IReadOnlyList<RowToLabel> SelectTypical(SuggestionRows rows, SuggestionFeatures features, int count)
    {
        var usable = features.ExtractUnitVectors(rows);
        return usable.Count == 0 ? [] : Select(rows, usable, order => order.SelectTypical(count, Parallel));
    }

    private static IReadOnlyList<RowToLabel> SelectLeastCertain(SuggestionRows rows, SuggestionFeatures features, int count)
    {
        var (trained, examples) = features.Train(rows);
        var usable = examples.ToList();
        var scores = new List<(int, float[])>();
        foreach (var (row, rowScores, vector) in features.Score(rows, trained.Classifier))
        {
            scores.Add((usable.Count, rowScores));
            usable.Add((row, vector));
        }
        return Select(rows, usable, order => order.SelectLeastCertain(scores, count));
    }

    // The order knows the rows by their positions among those that can be used.
    private static IReadOnlyList<RowToLabel> Select(
        SuggestionRows rows, IReadOnlyList<(int Row, float[] UnitVector)> usable, Func<LabellingOrder, IReadOnlyList<RowToLabel>> select)
    {
        var order = new LabellingOrder([.. usable.Select(row => row.UnitVector)], [.. usable.Select(row => rows.Classes[row.Row])]);
        return [.. select(order).Select(selected => selected with { Row = usable[selected.Row].Row })];
    }

    private static KeyValuePair<string, float>[] FindLikelyLabels(float[] scores, IReadOnlyList<string> names) =>
        [.. names.Zip(scores, KeyValuePair.Create).OrderByDescending(pair => pair.Value).Take(2)];
}
