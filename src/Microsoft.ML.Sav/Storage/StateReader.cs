using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Reads what <see cref="StateWriter"/> writes, and the formats before it.</summary>
/// <param name="environment">The environment.</param>
/// <param name="bytes">What to read.</param>
/// <param name="version">The version in the file's header.</param>
internal sealed class StateReader(IHostEnvironment environment, byte[] bytes, uint version)
{
    private readonly BoundedReader _reader = new(bytes);

    /// <exception cref="Exception">The bytes are damaged.</exception>
    public TransformerState Read(string? fileFolder)
    {
        var names = new ColumnNames(_reader.ReadOptionalString(), _reader.ReadOptionalString(), _reader.ReadString(), _reader.ReadString());
        var prompt = _reader.ReadOptionalString();
        var lmm = LmmFormat.Read(_reader, fileFolder);
        var classifiers = new ClassifierReader(_reader);
        var trained = version >= TransformerHeader.WithClassifierKind ? classifiers.Read() : classifiers.ReadWithoutKind();
        var keyValues = _reader.ReadBoolean() ? ReadKeyValues() : null;
        if (version >= TransformerHeader.WithExamples)
            (trained, names) = RejectionFormat.Read(_reader, trained, names);
        var training = version >= TransformerHeader.WithExamples && _reader.ReadBoolean()
            ? TrainingDataFormat.Read(_reader, trained.Report.Kind, trained.Classifier.ClassCount)
            : null;
        var maxTokens = version >= TransformerHeader.WithMaxTokens ? _reader.ReadOptionalInt32() : null;
        if (_reader.Remaining > 0)
            throw new InvalidDataException($"{_reader.Remaining} bytes follow its end.");
        var state = new TransformerState(trained, keyValues, names, prompt, lmm) { Training = training, MaxTokens = maxTokens };
        return state.FindProblem() is { } problem ? throw new InvalidDataException(problem) : state;
    }

    private KeyValues ReadKeyValues()
    {
        var length = version >= TransformerHeader.Hashed ? _reader.ReadCount(itemLength: 1) : (int)_reader.Remaining;
        var stream = new MemoryStream(_reader.ReadBytes(length));
        var values = KeyValues.Read(environment, stream);
        return stream.Position == length ? values : throw new InvalidDataException($"{length - stream.Position} bytes follow the key values.");
    }
}
