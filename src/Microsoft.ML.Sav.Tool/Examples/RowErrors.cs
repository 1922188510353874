using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>Errors that say which row they are about.</summary>
internal static class RowErrors
{
    /// <summary>Does work on a row, and names the row where its content is at fault.</summary>
    public static T Locate<T>(Func<T> work, Func<Example> row)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (IsAtFault(exception))
        {
            throw new InvalidDataException($"{row().Location}: {exception.Message}", exception);
        }
    }

    /// <summary>Does work with ML.NET on rows, and names the row where one is at fault.</summary>
    public static T Locate<T>(Func<T> work, Func<int, Example> row)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (Find(exception) is { } fault)
        {
            throw new InvalidDataException($"{row((int)fault.Row).Location}: {fault.InnerException!.Message}", exception);
        }
    }

    // what the row holds is wrong, and not, for example, that memory is short
    private static bool IsAtFault(Exception exception) =>
        exception is InvalidImageException or IOException or InvalidDataException or NotSupportedException or ArgumentException or ChatTemplateException;

    private static SavRowException? Find(Exception? exception) => exception switch
    {
        null => null,
        SavRowException fault => fault,
        _ => Find(exception.InnerException),
    };
}
