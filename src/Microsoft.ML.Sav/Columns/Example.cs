using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Columns;

/// <summary>A row as it is shown to the model.</summary>
/// <param name="Prompt">What the model is given. Holds no reference to the row.</param>
/// <param name="Row">Position of the row, from 0.</param>
/// <param name="Values">The row's values, for messages.</param>
internal sealed record Example(Prompt Prompt, long Row, string Values)
{
    /// <summary>Whether the exception says that an example's values are wrong, and not, for example, that memory is short.</summary>
    public static bool IsAtFault(Exception exception) =>
        exception is InvalidImageException or IOException or InvalidDataException or NotSupportedException or ArgumentException
            or UnauthorizedAccessException or ChatTemplateException;

    public SavRowException Fault(Exception exception) => new(Row, Values, exception);
}
