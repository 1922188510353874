using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Reads the property "post_processor" of a tokenizer.json.</summary>
internal static class PostProcessorReader
{
    public static IPostProcessor Read(LocatedElement json) => json.Type switch
    {
        "Sequence" => new PostProcessorSequence(json.Items("processors").ConvertAll(Read)),
        "TemplateProcessing" => new TemplateProcessor(ReadTemplate(json)),
        // They differ only in offsets and type ids, which are not computed here.
        "BertProcessing" or "RobertaProcessing" => new TemplateProcessor([ReadId(json.Required("cls")), null, ReadId(json.Required("sep"))]),
        // Changes only offsets.
        "ByteLevel" => new TemplateProcessor([null]),
        var other => throw json.CreateUnsupportedException($"the post-processor '{other}'"),
    };

    private static List<int[]?> ReadTemplate(LocatedElement json)
    {
        var specialTokens = json.Required("special_tokens");
        return json.Items("single").ConvertAll<int[]?>(piece =>
        {
            if (piece.Optional("SpecialToken") is { } token)
                return [.. specialTokens.Required(token.String("id")).Items("ids").Select(id => id.AsInt32())];
            var sequence = piece.Required("Sequence");
            return sequence.String("id") == "A" ? null : throw sequence.CreateTypeException("the sequence A, the only one of a single text");
        });
    }

    private static int[] ReadId(LocatedElement json) => json.AsItems() is [_, var id] ? [id.AsInt32()] : throw json.CreateTypeException("[token, id]");
}
