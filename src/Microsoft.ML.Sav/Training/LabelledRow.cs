using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Training;

/// <summary>A row with a label.</summary>
/// <param name="Row">The row's prompt.</param>
/// <param name="Class">Class of the row, from 0.</param>
internal sealed record LabelledRow(RowPrompt Row, int Class);
