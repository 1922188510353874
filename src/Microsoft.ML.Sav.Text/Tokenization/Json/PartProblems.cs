namespace Microsoft.ML.Sav.Text.Tokenization.Json;

/// <summary>Collects what is wrong with the parts of a tokenizer, so that one error names all of it.</summary>
internal sealed class PartProblems
{
    private readonly List<Exception> _problems = [];

    /// <summary>Reads a part; <see langword="null"/> where it cannot be read.</summary>
    public T? Read<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            _problems.Add(exception);
            return null;
        }
    }

    /// <exception cref="InvalidDataException">A part is not what it should be; the message names every one, those not supported too.</exception>
    /// <exception cref="NotSupportedException">Parts are not supported; the message names every one.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count == 0)
            return;
        var message = string.Join(" ", _problems.Select(problem => problem.Message));
        throw _problems.TrueForAll(problem => problem is NotSupportedException)
            ? new NotSupportedException(message, _problems[0])
            : new InvalidDataException(message, _problems[0]);
    }
}
