using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Reads what <see cref="StateWriter"/> writes, and the format before it.</summary>
/// <param name="environment">The environment.</param>
/// <param name="bytes">What to read.</param>
/// <param name="hasKeyValuesLength">Whether the length of the key values stands before them, as it does from version 1.2 on.</param>
internal sealed class StateReader(IHostEnvironment environment, byte[] bytes, bool hasKeyValuesLength)
{
    private readonly BoundedReader _reader = new(bytes);

    /// <exception cref="Exception">The bytes are damaged.</exception>
    public TransformerState Read(string? fileFolder)
    {
        var names = new ColumnNames(_reader.ReadOptionalString(), _reader.ReadOptionalString(), _reader.ReadString(), _reader.ReadString());
        var prompt = _reader.ReadOptionalString();
        var lmm = LmmFormat.Read(_reader, fileFolder);
        var selection = ReadSelection();
        var keyValues = _reader.ReadBoolean() ? ReadKeyValues() : null;
        if (_reader.Remaining > 0)
            throw new InvalidDataException($"{_reader.Remaining} bytes follow its end.");
        var state = new TransformerState(selection, keyValues, names, prompt, lmm);
        return state.FindProblem() is { } problem ? throw new InvalidDataException(problem) : state;
    }

    private HeadSelection ReadSelection()
    {
        var tieRule = (VoteTieRule)_reader.ReadByte();
        var heads = _reader.ReadArray(4 * sizeof(int), () => (
            Head: new Feature(_reader.ReadInt32(), _reader.ReadInt32(), _reader.ReadInt32()), SuccessCount: _reader.ReadInt32()));
        var layout = new FeatureLayout(heads.Select(head => head.Head));
        var classes = _reader.ReadArray(
            checked(sizeof(int) + (layout.VectorLength * sizeof(float))), () => (Count: _reader.ReadInt32(), Mean: _reader.ReadSingles(layout.VectorLength)));
        var means = new ClassMeans(layout, [.. classes.Select(c => c.Mean)], [.. classes.Select(c => c.Count)]);
        return new HeadSelection(new SavClassifier(means, tieRule), [.. heads.Select(head => head.SuccessCount)]);
    }

    private KeyValues ReadKeyValues()
    {
        var length = hasKeyValuesLength ? _reader.ReadCount(itemLength: 1) : (int)_reader.Remaining;
        var stream = new MemoryStream(_reader.ReadBytes(length));
        var values = KeyValues.Read(environment, stream);
        return stream.Position == length ? values : throw new InvalidDataException($"{length - stream.Position} bytes follow the key values.");
    }
}
