using System.Text;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>Reads CSV, and refuses rows of very many fields: the time that Sylvan.Data.Csv takes grows with the square of their number.</summary>
internal sealed class BoundedFieldReader : StreamReader
{
    private const int MaximumFields = 10_000;

    private readonly string _path;
    private readonly char _delimiter;
    private int _fields;
    private bool _isQuoted;

    // A quote counts at the start of a field; behind a closing quote, it is the second half of a quote in the field.
    private bool _mayOpen = true;

    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="delimiter">What separates fields.</param>
    public BoundedFieldReader(string path, Encoding encoding, char delimiter)
        : base(path, encoding) => (_path, _delimiter) = (path, delimiter);

    public override int Read(char[] buffer, int index, int count)
    {
        var read = base.Read(buffer, index, count);
        foreach (var character in buffer.AsSpan(index, read))
            Count(character);
        return read;
    }

    private void Count(char character)
    {
        if (character == '"' && (_isQuoted || _mayOpen))
        {
            _mayOpen = _isQuoted;
            _isQuoted = !_isQuoted;
            return;
        }
        if (_isQuoted)
            return;
        _mayOpen = character == _delimiter || character is '\r' or '\n';
        _fields = character == _delimiter ? _fields + 1 : _mayOpen ? 0 : _fields;
        if (_fields >= MaximumFields)
            throw new InvalidDataException($"'{_path}' has a row of more than {MaximumFields:N0} fields.");
    }
}
