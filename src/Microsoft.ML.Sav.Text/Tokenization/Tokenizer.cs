using System.Text;
using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.AddedTokens;
using Microsoft.ML.Sav.Text.Tokenization.Characters;
using Microsoft.ML.Sav.Text.Tokenization.Models;
using Microsoft.ML.Sav.Text.Tokenization.Normalizers;
using Microsoft.ML.Sav.Text.Tokenization.PostProcessors;
using Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization;

/// <summary>
/// A tokenizer loaded from a Hugging Face tokenizer.json, with the same ids as Hugging Face's tokenizers library. Thread-safe. The
/// properties "truncation", "padding" and "decoder" are ignored.
/// </summary>
internal sealed class Tokenizer
{
    private const string EncodedSpace = "\u0120"; // a space in the alphabet of byte-level models
    private const char WordBoundary = '\u2581'; // of SentencePiece

    private readonly IModel _model;
    private readonly bool _isByteLevel;
    private readonly AddedVocabulary _addedVocabulary;
    private readonly IPreTokenizer? _preTokenizer;
    private readonly IPostProcessor? _postProcessor;

    private Tokenizer(LocatedElement json)
    {
        if (json.StringOrNull("version") is { } version and not "1.0")
            throw json.CreateUnsupportedException($"the version '{version}'");
        var errors = new ComponentErrors();
        var model = errors.Read(() => ModelReader.Read(json.Required("model")));
        var normalizer = errors.Read(() => json.Optional("normalizer") is { } component ? NormalizerReader.Read(component) : null);
        var addedTokens = errors.Read(() => json.Optional("added_tokens")?.AsItems().ConvertAll(AddedToken.Read) ?? []);
        _preTokenizer = errors.Read(() => json.Optional("pre_tokenizer") is { } component ? PreTokenizerReader.Read(component) : null);
        _postProcessor = errors.Read(() => json.Optional("post_processor") is { } component ? PostProcessorReader.Read(component) : null);
        errors.ThrowIfAny();
        _model = model!;
        _isByteLevel = _model.Vocabulary.TryGetId(EncodedSpace, out _) && !_model.Vocabulary.TryGetId([WordBoundary], out _);
        _addedVocabulary = new AddedVocabulary(addedTokens!, _model.Vocabulary, normalizer);
    }

    /// <summary>Loads a tokenizer.json.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="TokenizerException">The file is invalid or not supported.</exception>
    public static Tokenizer Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The tokenizer '{path}' does not exist.", path);
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file);
            return new Tokenizer(new LocatedElement(document.RootElement, $"{path}, $"));
        }
        // InvalidOperationException: a string is not valid Unicode.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new TokenizerException($"{path}: expected JSON, but it cannot be read ({exception.Message}). Download the file again.", exception);
        }
    }

    /// <summary>Encodes a text as token ids. Special tokens in the text are recognized; lone surrogates become U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether to add the special tokens of the post-processor, such as a beginning-of-sequence token.</param>
    /// <exception cref="TokenizerException">
    /// A character is unknown and the vocabulary has no unknown token, or the text exceeds the limits of time and length.
    /// </exception>
    public int[] Encode(string text, bool addSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        var length = 0L;
        var time = new TimeLimit();
        foreach (var (piece, id) in _addedVocabulary.Split(ReplaceLoneSurrogates(text)))
        {
            if (id is { } added)
            {
                ids.Add(added);
                continue;
            }
            foreach (var word in _preTokenizer?.PreTokenize(piece) ?? [piece])
            {
                time.Check();
                LengthLimit.CheckGrowth(length += word.Text.Length, text);
                _model.Tokenize(word.Text, ids);
            }
        }
        return [.. addSpecialTokens && _postProcessor is not null ? _postProcessor.Process(ids) : ids];
    }

    /// <summary>The id of a token, or null if there is no such token.</summary>
    public int? TokenToId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _addedVocabulary.TryGetId(token, out var id) || _model.Vocabulary.TryGetId(token, out id) ? id : null;
    }

    /// <summary>The token of an id, or null if there is no such token.</summary>
    public string? IdToToken(int id) => _addedVocabulary.GetToken(id) ?? _model.Vocabulary.GetToken(id);

    /// <summary>The text that a token stands for; null if there is no such token. Bytes of an incomplete character are U+FFFD.</summary>
    public string? IdToText(int id)
    {
        if (_addedVocabulary.GetToken(id) is { } added)
            return added;
        var token = _model.Vocabulary.GetToken(id);
        return token is null || !_isByteLevel ? token?.Replace(WordBoundary, ' ') : ByteLevelAlphabet.Decode(token);
    }

    private static string ReplaceLoneSurrogates(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        : text;
}
