using System.Text;
using System.Text.Json;
using Microsoft.ML.Sav.Text.Tokenization.AddedTokens;
using Microsoft.ML.Sav.Text.Tokenization.Decoders;
using Microsoft.ML.Sav.Text.Tokenization.Json;
using Microsoft.ML.Sav.Text.Tokenization.Models;
using Microsoft.ML.Sav.Text.Tokenization.Normalizers;
using Microsoft.ML.Sav.Text.Tokenization.PostProcessors;
using Microsoft.ML.Sav.Text.Tokenization.PreTokenizers;

namespace Microsoft.ML.Sav.Text.Tokenization;

/// <summary>
/// A tokenizer as a Hugging Face tokenizer.json describes it, with the ids and texts of Hugging Face's Rust runtime.
/// Immutable and safe for use by many threads. The file's truncation and padding are not applied.
/// </summary>
public sealed class Tokenizer
{
    private readonly IModel _model;
    private readonly AddedVocabulary _addedVocabulary;
    private readonly IPreTokenizer? _preTokenizer;
    private readonly IPostProcessor? _postProcessor;
    private readonly IDecoder? _decoder;

    private Tokenizer(JsonPart part)
    {
        if (part.StringOrNull("version") is { } version and not "1.0")
            throw part.Unsupported($"the version '{version}'");
        var problems = new PartProblems();
        var model = problems.Read(() => ModelReader.Read(part.Required("model")));
        var normalizer = problems.Read(() => part.Optional("normalizer") is { } normalizerPart ? NormalizerReader.Read(normalizerPart) : null);
        var addedTokens = problems.Read(() => part.Optional("added_tokens")?.AsItems().ConvertAll(AddedToken.Read) ?? []);
        _preTokenizer = problems.Read(() => part.Optional("pre_tokenizer") is { } preTokenizer ? PreTokenizerReader.Read(preTokenizer) : null);
        _postProcessor = problems.Read(() => part.Optional("post_processor") is { } postProcessor ? PostProcessorReader.Read(postProcessor) : null);
        _decoder = problems.Read(() => part.Optional("decoder") is { } decoder ? DecoderReader.Read(decoder) : null);
        problems.ThrowIfAny();
        _model = model!;
        _addedVocabulary = new AddedVocabulary(addedTokens!, _model.Vocabulary, normalizer);
    }

    /// <summary>Reads a tokenizer.json.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what a tokenizer.json should be.</exception>
    /// <exception cref="NotSupportedException">The file names a part that is not known here.</exception>
    public static Tokenizer Load(string tokenizerJsonPath)
    {
        ArgumentNullException.ThrowIfNull(tokenizerJsonPath);
        if (!File.Exists(tokenizerJsonPath))
            throw new FileNotFoundException($"The tokenizer '{tokenizerJsonPath}' does not exist.", tokenizerJsonPath);
        try
        {
            using var file = File.OpenRead(tokenizerJsonPath);
            using var document = JsonDocument.Parse(file);
            return new Tokenizer(new JsonPart(document.RootElement, tokenizerJsonPath));
        }
        // InvalidOperationException: a string in the file is not Unicode.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{tokenizerJsonPath}: it is not JSON that can be read ({exception.Message})", exception);
        }
    }

    /// <summary>The ids of a text's tokens. Special tokens that are written in the text are recognised.</summary>
    /// <param name="text">The text; a lone surrogate counts as U+FFFD.</param>
    /// <param name="addSpecialTokens">Whether to add the tokens that the model expects around a text, such as a first token.</param>
    /// <exception cref="InvalidDataException">A character is unknown, and the vocabulary lacks the token for the unknown.</exception>
    public int[] Encode(string text, bool addSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        foreach (var (piece, id) in _addedVocabulary.Split(WithoutLoneSurrogates(text)))
        {
            if (id is { } added)
            {
                ids.Add(added);
                continue;
            }
            foreach (var word in _preTokenizer?.PreTokenize(piece) ?? [piece])
                _model.Tokenize(word.Text, ids);
        }
        return [.. addSpecialTokens && _postProcessor is not null ? _postProcessor.Process(ids) : ids];
    }

    /// <summary>The text of tokens. Ids that are no token's are left out.</summary>
    /// <param name="ids">The tokens.</param>
    /// <param name="skipSpecialTokens">Whether to leave special tokens out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (var id in ids)
        {
            if (IdToToken(id) is { } token && !(skipSpecialTokens && _addedVocabulary.IsSpecial(token)))
                tokens.Add(token);
        }
        return _decoder is null ? string.Join(' ', tokens) : string.Concat(_decoder.Decode(tokens));
    }

    /// <summary>The id of a token as the vocabulary writes it; null where there is no such token.</summary>
    public int? TokenToId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _addedVocabulary.TryGetId(token, out var id) || _model.Vocabulary.TryGetId(token, out id) ? id : null;
    }

    /// <summary>The token of an id as the vocabulary writes it; null where there is no such token.</summary>
    public string? IdToToken(int id) => _addedVocabulary.TokenOf(id) ?? _model.Vocabulary.TokenOf(id);

    private static string WithoutLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }
}
