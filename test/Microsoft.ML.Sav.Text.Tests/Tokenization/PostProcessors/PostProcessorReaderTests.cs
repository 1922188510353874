using Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.PostProcessors;

public sealed class PostProcessorReaderTests
{
    private const string Template = """
        {
          "type": "TemplateProcessing", "pair": [],
          "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
          "special_tokens": {"<s>": {"id": "<s>", "ids": [100, 101], "tokens": ["x", "y"]}, "</s>": {"id": "</s>", "ids": [102], "tokens": ["z"]}}
        }
        """;

    private const string ByteLevel = """{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true}""";

    [Theory]
    [InlineData(Template, new[] { 100, 101, 7, 8, 102 })]
    [InlineData(ByteLevel, new[] { 7, 8 })]
    [InlineData("""{"type": "BertProcessing", "sep": ["[SEP]", 102], "cls": ["[CLS]", 101]}""", new[] { 101, 7, 8, 102 })]
    [InlineData(
        """{"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": true, "add_prefix_space": true}""",
        new[] { 0, 7, 8, 2 })]
    [InlineData("""{"type": "Sequence", "processors": [""" + ByteLevel + ", " + Template + "]}", new[] { 100, 101, 7, 8, 102 })]
    public void Process_EachKind_PutsSpecialTokensAround(string json, int[] expected) =>
        PostProcessorReader.Read(TokenizerJson.Parse(json)).Process([7, 8]).Should().Equal(expected);

    [Fact]
    public void Encode_WithoutSpecialTokens_LeavesTheTextAlone()
    {
        var tokenizer = TokenizerJson.Load(TokenizerJson.CharacterModel, postProcessor: Template);

        tokenizer.Encode("a", addSpecialTokens: true).Should().Equal(100, 101, 65, 102);
        tokenizer.Encode("a", addSpecialTokens: false).Should().Equal(65);
    }

    [Theory]
    [InlineData("""{"SpecialToken": {"id": "<x>", "type_id": 0}}""", "*'<x>' is missing*")]
    [InlineData("""{"Sequence": {"id": "B", "type_id": 0}}""", "*the sequence A*")]
    [InlineData("{}", "*'Sequence' is missing*")]
    public void Read_WrongTemplate_Throws(string piece, string message) =>
        FluentActions.Invoking(() => PostProcessorReader.Read(TokenizerJson.Parse(
                $$"""{"type": "TemplateProcessing", "single": [{{piece}}], "special_tokens": {} }""")))
            .Should().Throw<TokenizerException>().WithMessage(message);
}
