using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The prompt of a row.</summary>
/// <param name="Prompt">The prompt. Does not refer to the cursor that it was read with.</param>
/// <param name="Row">Position of the row, from 0.</param>
/// <param name="Values">The row's values, for error messages.</param>
internal sealed record RowPrompt(Prompt Prompt, long Row, string Values)
{
    /// <summary>Whether the exception is about the values of the row, and not, for example, out of memory.</summary>
    public static bool IsAtFault(Exception exception) =>
        exception is IOException or InvalidDataException or NotSupportedException or ArgumentException or UnauthorizedAccessException or ChatTemplateException;

    public SavRowException CreateRowException(Exception exception) => new(Row, Values, exception);
}
