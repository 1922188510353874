using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Columns;

/// <summary>A row as it is shown to the model.</summary>
/// <param name="Prompt">What the model is given. Holds no reference to the row.</param>
/// <param name="Row">Position of the row, from 0.</param>
/// <param name="Values">The row's values, for messages.</param>
internal sealed record Example(Prompt Prompt, long Row, string Values)
{
    /// <summary>Creates the exception for a row whose example cannot be used.</summary>
    public SavRowException CreateRowException(PromptException reason) => new(Row, Values, reason);
}
