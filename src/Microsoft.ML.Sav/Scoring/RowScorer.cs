using System.Numerics.Tensors;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Mapping;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>Computes all values of a row's output columns as one vector: scores, then strangeness, then contributions, if they are wanted.</summary>
/// <param name="trained">The classifier and its reject option.</param>
/// <param name="names">Names of the columns.</param>
internal sealed class RowScorer(TrainedClassifier trained, ColumnNames names)
{
    private readonly Contributions? _contributions = names.Contribution is null ? null : new Contributions(trained.Classifier);
    private readonly int _classes = trained.Classifier.ClassCount;
    private readonly RejectOption? _rejectOption = trained.RejectOption is { Rate: not null } option ? option : null;

    private int Length => ScoresAndStrangeness + (_contributions?.Length ?? 0);

    private int ScoresAndStrangeness => _classes + (_rejectOption is null ? 0 : 1);

    /// <summary>The input's columns, then those of the values.</summary>
    public DataViewSchema AppendColumns(DataViewSchema input, KeyValues? keyValues, IReadOnlyList<string> classNames) =>
        OutputColumns.Append(input, _classes, keyValues, names, [.. _contributions?.NameSlots(classNames) ?? []]);

    /// <summary>Getters of predicted label, scores and contributions.</summary>
    public IReadOnlyList<Func<RowVector, Delegate>> CreateGetters()
    {
        Func<RowVector, Delegate>[] always = [CreateLabelGetter, vector => vector.CreateGetter(0, _classes)];
        return _contributions is null ? always : [.. always, vector => vector.CreateGetter(ScoresAndStrangeness, _contributions.Length)];
    }

    /// <summary>Computes the values.</summary>
    /// <param name="vectors">Vectors of the row.</param>
    public float[] Compute(ReadOnlySpan<float> vectors)
    {
        var values = new float[Length];
        trained.Classifier.Score(vectors, values.AsSpan(0, _classes));
        if (_rejectOption is not null)
            values[_classes] = _rejectOption.ComputeStrangeness(vectors);
        _contributions?.Compute(vectors, values.AsSpan(ScoresAndStrangeness));
        return values;
    }

    /// <summary>The values of a row that cannot be used: NaN.</summary>
    public float[] CreateSkippedVector() => [.. Enumerable.Repeat(float.NaN, Length)];

    // The class with the greatest score, as a key: counted from 1; 0 is missing, for rejected rows and those that cannot be used.
    private Delegate CreateLabelGetter(RowVector vector) => new ValueGetter<uint>((ref uint destination) =>
    {
        var values = vector.Read();
        var scores = values.AsSpan(0, _classes);
        destination = float.IsNaN(scores[0]) || _rejectOption?.IsRejected(values[_classes]) == true ? 0 : (uint)TensorPrimitives.IndexOfMax<float>(scores) + 1;
    });
}
