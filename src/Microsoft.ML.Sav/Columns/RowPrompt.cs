using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The prompt of a row.</summary>
/// <param name="Prompt">The prompt. Does not refer to the cursor that it was read with.</param>
/// <param name="Row">Position of the row, from 0.</param>
/// <param name="Values">The row's values, for error messages.</param>
internal sealed record RowPrompt(Prompt Prompt, long Row, string Values)
{
    /// <summary>Whether all images can be read and decoded.</summary>
    public bool CanReadImages()
    {
        try
        {
            foreach (var image in Prompt.Images)
                image.Read().Decode();
            return true;
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            return false;
        }
    }

    /// <summary>Uses the prompt.</summary>
    /// <exception cref="SavRowException">The row cannot be used.</exception>
    public T Use<T>(Func<Prompt, T> use)
    {
        try
        {
            return use(Prompt);
        }
        catch (Exception exception) when (PromptException.IsCausedByPrompt(exception))
        {
            throw CreateRowException(PromptException.From(exception));
        }
    }

    /// <summary>Creates the exception for a row that cannot be used.</summary>
    public SavRowException CreateRowException(PromptException exception) => new(Row, Values, exception);
}
