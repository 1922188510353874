using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>Adds to an exception which row of the input caused it.</summary>
internal static class RowErrors
{
    /// <summary>Runs the LMM on a row, and names the row if it cannot be used.</summary>
    public static T Locate<T>(Func<T> work, Func<InputRow> row)
    {
        try
        {
            return work();
        }
        catch (PromptException exception)
        {
            throw CreateException(row(), exception);
        }
    }

    /// <summary>Runs an ML.NET pipeline on rows, and names the row that cannot be used.</summary>
    public static T Locate<T>(Func<T> work, Func<int, InputRow> row)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (Find(exception) is { } fault)
        {
            throw CreateException(row((int)fault.Row), fault.InnerException!);
        }
    }

    /// <summary>Runs an ML.NET pipeline on a row; reports the row and returns <see langword="null"/> if it cannot be used.</summary>
    public static T? Skip<T>(Func<T> work, InputRow row)
        where T : class
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (Find(exception) is { IsLmmFailure: false } fault)
        {
            SkippedRowWarnings.Warn(row, fault);
            return null;
        }
    }

    /// <summary>Checks a row; reports and returns <see langword="null"/> if it lacks something.</summary>
    public static InputRow? Skip(Func<InputRow> check)
    {
        try
        {
            return check();
        }
        catch (InvalidDataException exception)
        {
            SkippedRowWarnings.Warn(exception.Message);
            return null;
        }
    }

    private static InvalidDataException CreateException(InputRow row, Exception cause) => new($"{row.Location}: {cause.Message}", cause);

    // ML.NET's reading threads wrap it
    private static SavRowException? Find(Exception? exception) => exception switch
    {
        null => null,
        SavRowException fault => fault,
        _ => Find(exception.InnerException),
    };
}
