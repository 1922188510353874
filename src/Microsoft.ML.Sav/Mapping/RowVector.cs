using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Mapping;

/// <summary>The vector that is computed for the row that a cursor is at. The LMM runs once per row, when the vector is first read.</summary>
/// <param name="row">The row.</param>
/// <param name="read">Reads the row's prompt.</param>
/// <param name="compute">Runs the LMM for a prompt.</param>
/// <param name="errors">What happens if the row cannot be used.</param>
/// <param name="skipped">The vector of rows that are skipped.</param>
internal sealed class RowVector(DataViewRow row, Func<RowPrompt> read, Func<RowPrompt, float[]> compute, RowErrorPolicy errors, float[] skipped)
{
    private float[] _values = [];
    private long? _position;

    /// <summary>The vector of the current row.</summary>
    public float[] Read()
    {
        if (_position != row.Position)
        {
            _values = errors.Use(() => compute(read())) ?? skipped;
            _position = row.Position;
        }
        return _values;
    }

    /// <summary>A getter of a part of the vector.</summary>
    public ValueGetter<VBuffer<float>> CreateGetter(int start, int length) => (ref VBuffer<float> destination) =>
    {
        var editor = VBufferEditor.Create(ref destination, length);
        Read().AsSpan(start, length).CopyTo(editor.Values);
        destination = editor.Commit();
    };
}
