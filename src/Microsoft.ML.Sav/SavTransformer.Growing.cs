using Microsoft.ML.Sav.Growing;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Sav;

// Models that were trained with KeepExamples grow and forget: docs/growing.md.
public sealed partial class SavTransformer
{
    private ModelGrowth Growth => new(_host, _state, _columns);

    /// <summary>
    /// Returns a transformer that is trained on more rows too: equal to <see cref="SavEstimator.Fit"/> on all rows. The LMM runs for the
    /// given rows only. Labels that are new become classes, after the others.
    /// </summary>
    /// <param name="rows">
    /// Rows with the columns of training. The label is a key, or values of the type that the keys stand for, for example text: a
    /// <c>MapValueToKey</c> that was trained on earlier rows does not know new labels.
    /// </param>
    /// <param name="progress">Receives the progress, after each row. Default: <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the update, as does the cancellation of the <see cref="MLContext"/>; this transformer stays as it is.</param>
    /// <exception cref="InvalidOperationException">The model keeps no examples, or more than it can.</exception>
    /// <exception cref="ArgumentException">A column is missing or of a wrong type.</exception>
    /// <exception cref="SavRowException">A row cannot be used, or has no label, and is not skipped (<see cref="WithOnRowError"/>).</exception>
    /// <exception cref="SavLmmNotFoundException">The LMM that the model was trained with was not found.</exception>
    /// <exception cref="OperationCanceledException">The update was cancelled.</exception>
    public SavTransformer Update(IDataView rows, IProgress<SavProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (state, lmm) = Growth.Update(rows, progress, cancellationToken);
        return new SavTransformer(_environment, state, lmm);
    }

    /// <summary>
    /// Returns a transformer that is trained without the examples of a class. The class is removed, and the keys of those after it are one
    /// less; classes of a label without key values stay, without examples.
    /// </summary>
    /// <param name="className">One of <see cref="SavModel.ClassNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="InvalidOperationException">The model keeps no examples, or fewer than two classes would be left.</exception>
    public SavTransformer Forget(string className)
    {
        ArgumentNullException.ThrowIfNull(className);
        return new SavTransformer(_environment, Growth.Forget(className));
    }

    /// <summary>
    /// Returns a transformer that is trained without the examples that have the content (images and text) of the given rows, whatever their
    /// label. A class that loses its last example is removed. The LMM does not run.
    /// </summary>
    /// <param name="rows">Training rows, given again; the label is not needed.</param>
    /// <exception cref="ArgumentException">A column is missing or of a wrong type.</exception>
    /// <exception cref="InvalidOperationException">The model keeps no examples, or fewer than two classes would be left.</exception>
    /// <exception cref="SavRowException">A row cannot be used, or no example has its content.</exception>
    public SavTransformer Forget(IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new SavTransformer(_environment, Growth.Forget(rows));
    }

    /// <summary>
    /// Returns a transformer that is trained with other labels for the examples that have the content (images and text) of the given rows.
    /// Labels that are new become classes; classes without examples stay. The LMM does not run.
    /// </summary>
    /// <param name="rows">Training rows, given again with the right labels, as for <see cref="Update"/>.</param>
    /// <exception cref="ArgumentException">A column is missing or of a wrong type.</exception>
    /// <exception cref="InvalidOperationException">The model keeps no examples, or fewer than two classes would be left.</exception>
    /// <exception cref="SavRowException">A row cannot be used, has no label, or no example has its content.</exception>
    public SavTransformer Relabel(IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new SavTransformer(_environment, Growth.Relabel(rows));
    }

    /// <summary>
    /// Returns a transformer that is trained on the examples of two: equal to <see cref="SavEstimator.Fit"/> on the rows of this one, then
    /// those of the other. Classes are the same if their key values are. Options are those of this one. The LMM does not run.
    /// </summary>
    /// <param name="other">
    /// A transformer that was trained with the same LMM, prompt, columns and budgets. <see cref="ClassifierKind.Auto"/> keeps more features than other
    /// kinds of classifiers, and cannot be merged with them.
    /// </param>
    /// <exception cref="ArgumentException">The transformers do not belong together; the message names what differs.</exception>
    /// <exception cref="InvalidOperationException">One of the models keeps no examples, or both together more than a model can.</exception>
    public SavTransformer Merge(SavTransformer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new SavTransformer(_environment, Growth.Merge(other.Growth));
    }

    /// <summary>
    /// Finds the training examples that are nearest to rows, by the mean cosine over the features that the classifier uses. The LMM runs as for
    /// a prediction.
    /// </summary>
    /// <param name="rows">Rows with the columns of training, except the label.</param>
    /// <param name="count">Number of examples per row.</param>
    /// <returns>Per row, the nearest of <see cref="SavModel.Examples"/> first. Computed while it is enumerated.</returns>
    /// <exception cref="ArgumentException">A column is missing or of a wrong type.</exception>
    /// <exception cref="InvalidOperationException">The model keeps no examples.</exception>
    /// <exception cref="SavRowException">A row cannot be used.</exception>
    public IEnumerable<IReadOnlyList<NearestExample>> FindNearest(IDataView rows, int count)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var examples = Growth.Examples;
        return _columns.ReadAll(rows).Select(row => examples.FindNearest(Classifier.Layout, _heads.Extract(row), count));
    }

    /// <summary>Returns a mapping of labels to keys that has the classes of this transformer, if it maps its label.</summary>
    internal ValueToKeyMappingTransformer WithClasses(ValueToKeyMappingTransformer mapping) =>
        _state is { KeyValues: { } values, Training: { } training } ? values.Map(_host, mapping, training.LabelColumn) : mapping;
}
