using Microsoft.ML.Sav.Text.Tokenization.Json;

namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Reads the field "post_processor" of a tokenizer.json.</summary>
internal static class PostProcessorReader
{
    public static IPostProcessor Read(JsonPart part) => part.Type switch
    {
        "Sequence" => new PostProcessorSequence(part.Items("processors").ConvertAll(Read)),
        "TemplateProcessing" => new TemplateProcessor(ReadTemplate(part)),
        // They differ in offsets and segment ids only, which are not kept here.
        "BertProcessing" or "RobertaProcessing" => new TemplateProcessor([ReadId(part.Required("cls")), null, ReadId(part.Required("sep"))]),
        // Adjusts offsets only.
        "ByteLevel" => new TemplateProcessor([null]),
        var other => throw part.Unsupported($"the post-processor '{other}'"),
    };

    private static List<int[]?> ReadTemplate(JsonPart part)
    {
        var specialTokens = part.Required("special_tokens");
        return part.Items("single").ConvertAll<int[]?>(piece =>
        {
            if (piece.Optional("SpecialToken") is { } token)
                return [.. specialTokens.Required(token.String("id")).Items("ids").Select(id => id.AsInt32())];
            var sequence = piece.Required("Sequence");
            return sequence.String("id") == "A" ? null : throw sequence.Expected("the sequence A, for there is a single one");
        });
    }

    private static int[] ReadId(JsonPart part) => part.AsItems() is [_, var id] ? [id.AsInt32()] : throw part.Expected("[token, id]");
}
