using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>The output values of the row that a cursor is at. The LMM runs once per row, when the first value is read.</summary>
internal sealed class RowScores(DataViewRow input, Func<RowPrompt> read, Func<RowPrompt, float[]> score)
{
    private float[] _scores = [];
    private long? _position;

    public void GetScores(ref VBuffer<float> destination)
    {
        Update();
        var editor = VBufferEditor.Create(ref destination, _scores.Length);
        _scores.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>The class with the greatest score, as a key: counted from 1.</summary>
    public void GetPredictedLabel(ref uint destination)
    {
        Update();
        destination = (uint)Array.IndexOf(_scores, _scores.Max()) + 1;
    }

    private void Update()
    {
        if (_position == input.Position)
            return;
        _scores = score(read());
        _position = input.Position;
    }
}
