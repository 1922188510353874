namespace Microsoft.ML.Sav.Text.Tokenization.Serialization;

/// <summary>Collects the errors of a tokenizer's components, so that one exception reports them all.</summary>
internal sealed class ComponentErrors
{
    private readonly List<TokenizerException> _errors = [];

    /// <summary>Reads a component. Returns null and records the error if that fails.</summary>
    public T? Read<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (TokenizerException exception)
        {
            _errors.Add(exception);
            return null;
        }
    }

    /// <exception cref="TokenizerException">There were errors; the message has them all.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw new TokenizerException(string.Join(" ", _errors.Select(error => error.Message)), _errors[0]);
    }
}
