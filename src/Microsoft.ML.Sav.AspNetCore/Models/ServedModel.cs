using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.AspNetCore.Models;

/// <summary>A loaded model, which is disposed of after its last user. Safe to use from many threads.</summary>
internal sealed class ServedModel
{
    private readonly MLContext _context;
    private readonly SavTransformer _transformer;
    private readonly SchemaDefinition _schema;
    private int _users = 1; // the server itself

    public ServedModel(MLContext context, SavTransformer transformer)
    {
        _context = context;
        _transformer = transformer;
        _schema = SchemaDefinition.Create(typeof(Row));
        Bind(nameof(Row.Image), transformer.ImageColumnName);
        Bind(nameof(Row.Text), transformer.TextColumnName);
    }

    public SavModel Model => _transformer.Model;

    /// <summary>Predicts rows one after the other, as the result is enumerated.</summary>
    /// <exception cref="SavRowException">A row cannot be used; the rows after it are not predicted.</exception>
    public IEnumerable<SavPrediction> Predict(IEnumerable<SavInput> inputs)
    {
        var rows = inputs.Select(input => new Row { Image = input.Image ?? [], Text = input.Text ?? "" });
        var scored = _transformer.Transform(_context.Data.LoadFromEnumerable(rows, _schema));
        var (labelColumn, scoreColumn) = (scored.Schema[_transformer.PredictedLabelColumnName], scored.Schema[_transformer.ScoreColumnName]);
        using var cursor = scored.GetRowCursor([labelColumn, scoreColumn]);
        var getLabel = cursor.GetGetter<uint>(labelColumn);
        var getScores = cursor.GetGetter<VBuffer<float>>(scoreColumn);
        while (cursor.MoveNext())
        {
            var (label, scores) = (0u, default(VBuffer<float>));
            getLabel(ref label);
            getScores(ref scores);
            yield return CreatePrediction(label, scores);
        }
    }

    /// <summary>Enters a use, which <see cref="Release"/> ends. Returns <see langword="false"/> if the model is closed.</summary>
    public bool TryAcquire()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return true;
        }
        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _transformer.Dispose();
    }

    private SavPrediction CreatePrediction(uint label, VBuffer<float> scores)
    {
        float[] values = [.. scores.DenseValues()];
        var ordered = Model.TopK(values, Model.ClassCount).Select(pair => new ClassScore(pair.Key, pair.Value));
        return new SavPrediction(label == 0 ? null : Model.ClassNames[(int)label - 1], [.. ordered]);
    }

    // Columns that the model does not read are left out.
    private void Bind(string member, string? columnName)
    {
        var column = _schema.Single(definition => definition.MemberName == member);
        if (columnName is null)
            _schema.Remove(column);
        else
            column.ColumnName = columnName;
    }

    private sealed class Row
    {
        public byte[] Image { get; set; } = [];

        public string Text { get; set; } = "";
    }
}
