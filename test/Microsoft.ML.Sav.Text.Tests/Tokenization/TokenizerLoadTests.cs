using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization;

public sealed class TokenizerLoadTests
{
    private const string WordLevel = """{"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}""";

    [Fact]
    public void Load_NoSuchFile_NamesIt() =>
        FluentActions.Invoking(() => Tokenizer.Load("nowhere/tokenizer.json"))
            .Should().Throw<FileNotFoundException>().WithMessage("*nowhere/tokenizer.json*");

    [Fact]
    public void Load_TruncatedFile_Throws()
    {
        var text = File.ReadAllText(Repository.Fixture("llava", "tokenizer.json"));

        FluentActions.Invoking(() => TokenizerJson.LoadFile(text[..(text.Length / 2)]))
            .Should().Throw<TokenizerException>().WithMessage("*expected JSON*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{}")]
    [InlineData("""{"model": null}""")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"\ud800": 0}, "merges": []}}""")]
    public void Load_NotATokenizer_Throws(string json) =>
        FluentActions.Invoking(() => TokenizerJson.LoadFile(json)).Should().Throw<TokenizerException>();

    [Fact]
    public void Load_WrongField_NamesItsPlaceAndWhatWasExpected() =>
        FluentActions.Invoking(() => TokenizerJson.Load(
                WordLevel, preTokenizer: """{"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": "yes"}]}"""))
            .Should().Throw<TokenizerException>()
            .WithMessage("*.pre_tokenizer.pretokenizers[0].individual_digits: expected true or false, found \"yes\".");

    [Fact]
    public void Load_MissingField_NamesIt() =>
        FluentActions.Invoking(() => TokenizerJson.Load(WordLevel, normalizer: """{"type": "Prepend"}"""))
            .Should().Throw<TokenizerException>().WithMessage("*.normalizer: the property 'prepend' is missing.");

    [Fact]
    public void Load_SeveralUnknownParts_NamesAll() =>
        FluentActions.Invoking(() => TokenizerJson.Load(WordLevel, normalizer: """{"type": "Spirits"}""", postProcessor: """{"type": "Ouija"}"""))
            .Should().Throw<TokenizerException>().WithMessage("*.normalizer*'Spirits'*.post_processor*'Ouija'*");

    [Fact]
    public void Load_UnknownPartAndWrongField_NamesBoth() =>
        FluentActions.Invoking(() => TokenizerJson.Load(WordLevel, normalizer: """{"type": "Prepend"}""", postProcessor: """{"type": "Ouija"}"""))
            .Should().Throw<TokenizerException>().WithMessage("*.normalizer*'prepend'*.post_processor*'Ouija'*");

    [Theory]
    [InlineData("model")]
    [InlineData("normalizer")]
    [InlineData("pre_tokenizer")]
    [InlineData("post_processor")]
    public void Load_UnknownPart_NamesIt(string field)
    {
        string Part(string name, string otherwise) => field == name ? """{"type": "Telepathy"}""" : otherwise;

        FluentActions.Invoking(() => TokenizerJson.Load(
                Part("model", WordLevel),
                normalizer: Part("normalizer", "null"),
                preTokenizer: Part("pre_tokenizer", "null"),
                postProcessor: Part("post_processor", "null")))
            .Should().Throw<TokenizerException>().WithMessage($"*.{field}: the * 'Telepathy' is not supported.");
    }

    [Fact]
    public void Load_UnknownDecoder_EncodesAllTheSame() =>
        TokenizerJson.Load(TokenizerJson.CharacterModel, decoder: """{"type": "Telepathy"}""").Tokens("ab").Should().Equal("a", "b");

    [Fact]
    public void Load_UnknownVersion_Throws() =>
        FluentActions.Invoking(() => TokenizerJson.LoadFile($$"""{"version": "2.0", "model": {{WordLevel}}}"""))
            .Should().Throw<TokenizerException>().WithMessage("*version '2.0'*");
}
