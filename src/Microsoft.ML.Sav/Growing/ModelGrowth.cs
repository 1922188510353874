using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;
using Microsoft.ML.Sav.Training;

namespace Microsoft.ML.Sav.Growing;

/// <summary>Changes the training examples of a transformer, and trains its classifier again on them.</summary>
internal sealed class ModelGrowth
{
    private const double AnyRate = 0.5; // is replaced

    private readonly IHost _host;
    private readonly TransformerState _state;
    private readonly PromptColumns _columns;
    private readonly ExampleRows _rows;
    private readonly TrainingData _training;

    /// <exception cref="InvalidOperationException">The transformer keeps no examples.</exception>
    public ModelGrowth(IHost host, TransformerState state, PromptColumns columns)
    {
        (_host, _state, _columns) = (host, state, columns);
        _training = state.Training ?? throw new InvalidOperationException(
            $"The model keeps no training examples, so it can neither be updated or merged nor forget. Train with {nameof(SavEstimator.Options.KeepExamples)} = true "
            + "(sav fit --keep-examples); models of earlier versions have none.");
        _rows = new ExampleRows(host, state, _training, columns);
    }

    /// <summary>The examples as they are now.</summary>
    public TrainingExamples Examples => _training.Examples;

    private LabelClasses Classes => new(_state.KeyValues, Examples.ClassCount);

    /// <summary>Adds rows, and the classes that are new.</summary>
    /// <returns>What makes up the transformer, and the LMM, which is open.</returns>
    public (TransformerState State, Lease<MultimodalModel> Lmm) Update(IDataView rows, IProgress<SavProgress>? progress, CancellationToken cancellationToken)
    {
        using var channel = _host.Start("Updating");
        using var cancellation = new ContextCancellation(_host, cancellationToken);
        var reader = _rows.ReadLabelled(rows, _state.RowErrors, out var labels);
        var lmm = UncancellableWork.Run(() => _state.Lmm.Open(_host), cancellation.Token);
        try
        {
            using var extractor = UncancellableWork.Run(CreateExtractor, cancellation.Token);
            _columns.ForgetTruncated(); // of rows that were predicted
            var added = reader.Extract(extractor, new TrainingProgress(channel, progress, rows.GetRowCount()), cancellation.Token)
                .Select(SupportSetReader.CreateExample).ToList();
            reader.Skipped.LogCount(channel);
            _columns.LogTruncated(channel);
            return (Append(labels.Classes, added, channel, cancellation.Token), lmm);
        }
        catch
        {
            lmm.Dispose();
            throw;
        }
    }

    /// <summary>Adds the examples of another transformer, and the classes that are new.</summary>
    /// <exception cref="ArgumentException">The transformers do not belong together.</exception>
    public TransformerState Merge(ModelGrowth other)
    {
        using var channel = _host.Start("Merging");
        MergeCheck.Require(_state, other._state);
        return Append(other.Classes, [.. other.Examples], channel);
    }

    /// <summary>Removes the examples of a class, and the class.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public TransformerState Forget(string className)
    {
        using var channel = _host.Start("Forgetting");
        var names = Classes.Names;
        var forgotten = names.Index().Where(name => name.Item == className).Select(name => name.Index).ToHashSet();
        return forgotten.Count > 0
            ? Remove(example => forgotten.Contains(example.Class), forgotten, channel)
            : throw new ArgumentException($"Expected one of the classes {string.Join(", ", names.Select(name => $"'{name}'"))}, found '{className}'.", nameof(className));
    }

    /// <summary>Removes the examples with the content of some rows, and classes that lose their last example.</summary>
    /// <exception cref="SavRowException">A row is not among the examples.</exception>
    public TransformerState Forget(IDataView rows)
    {
        using var channel = _host.Start("Forgetting");
        var forgotten = _columns.ReadAll(rows).Select(_rows.FindId).ToHashSet();
        var left = Examples.Where(example => !forgotten.Contains(example.Id)).Select(example => example.Class).ToHashSet();
        var emptied = Examples.Select(example => example.Class).Where(c => !left.Contains(c)).ToHashSet();
        return Remove(example => forgotten.Contains(example.Id), emptied, channel);
    }

    /// <summary>Gives the examples with the content of some rows the rows' labels.</summary>
    /// <exception cref="SavRowException">A row is not among the examples, or has another label than an equal one.</exception>
    public TransformerState Relabel(IDataView rows)
    {
        using var channel = _host.Start("Relabelling");
        var reader = _rows.ReadLabelled(rows, RowErrorPolicy.Fail, out var labels);
        var labelled = new Dictionary<string, int>();
        foreach (var row in reader.Rows())
        {
            var id = _rows.FindId(row.Row);
            if (!labelled.TryAdd(id, row.Class) && labelled[id] != row.Class)
                throw new SavRowException(row.Row.Row, row.Row.Values, new InvalidDataException("another row with the same content has another label."));
        }
        var (classes, positions) = Classes.Union(labels.Classes, labelled.Values);
        return Train(classes, [.. Examples.Select(example => labelled.TryGetValue(example.Id, out var c) ? example with { Class = positions[c] } : example)], channel);
    }

    // With a lease of its own: if the update is cancelled, the LMM stays open until the extractor is created.
    private FeatureExtractor CreateExtractor()
    {
        using var lmm = _state.Lmm.Open(_host);
        return lmm.Value.CreateFeatureExtractor(
            Examples.Layout, new FeatureExtractorOptions { FeatureCacheFolder = _state.Lmm.FeatureCacheFolder, TakesImages = _columns.HasImages });
    }

    private TransformerState Append(LabelClasses otherClasses, IReadOnlyList<TrainingExample> added, IChannel channel, CancellationToken cancellationToken = default)
    {
        var known = Examples.Select(example => example.Id).ToHashSet();
        if (added.Count(example => known.Contains(example.Id)) is > 0 and var repeated)
            channel.Warning(MessageSensitivity.None, $"{repeated} of {added.Count} added examples have the content of an example that the model has already, and count again.");
        var (classes, positions) = Classes.Union(otherClasses, added.Select(example => example.Class));
        return Train(classes, [.. Examples, .. added.Select(example => example with { Class = positions[example.Class] })], channel, cancellationToken);
    }

    private TransformerState Remove(Func<TrainingExample, bool> isForgotten, HashSet<int> forgottenClasses, IChannel channel)
    {
        var (classes, kept) = Classes.Where(c => !forgottenClasses.Contains(c));
        var positions = kept.Index().ToDictionary(c => c.Item, c => c.Index);
        return Train(
            classes,
            [.. Examples.Where(example => !isForgotten(example)).Select(example => example with { Class = positions[example.Class] })],
            channel);
    }

    private TransformerState Train(
        LabelClasses classes, IReadOnlyList<TrainingExample> examples, IChannel channel, CancellationToken cancellationToken = default)
    {
        if (examples.Select(example => example.Class).Distinct().Count() is < 2 and var found)
            throw new InvalidOperationException($"Training needs examples of at least two classes, and {examples.Count} examples of {found} would be left.");
        var kept = new TrainingExamples(Examples.Layout, classes.Count, examples);
        using var support = kept.CreateSupportSet();
        using var cancellation = new ContextCancellation(_host, cancellationToken);
        var trained = TrainAsBefore(support, cancellation.Token);
        foreach (var line in ReportText.Describe(trained, kept.Count))
            channel.Info(MessageSensitivity.None, line);
        return _state with { Trained = trained, KeyValues = classes.Values, Training = _training with { Examples = kept } };
    }

    // With a reject option if there is one, at the rate that it has now, which may be none.
    private TrainedClassifier TrainAsBefore(SupportSet support, CancellationToken cancellationToken)
    {
        if (_state.Trained.RejectOption is not { } option)
            return ClassifierTrainer.Train(support, _training.Options with { RejectionRate = null }, cancellationToken);
        var trained = ClassifierTrainer.Train(support, _training.Options with { RejectionRate = option.Rate ?? AnyRate }, cancellationToken);
        return trained with { RejectOption = trained.RejectOption?.WithRate(option.Rate) };
    }
}
