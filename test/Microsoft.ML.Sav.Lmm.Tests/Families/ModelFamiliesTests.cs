using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;
using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families;

public class ModelFamiliesTests
{
    [Fact]
    public void Create_UnknownFamily_SaysWhatToImplement() =>
        FluentActions.Invoking(() => Create("""{"model_type": "somebodys_vlm"}""", [])).Should().Throw<NotSupportedException>()
            .WithMessage("*config.json*'somebodys_vlm'*ModelFamily*ModelFamilies.Register(\"somebodys_vlm\"*llava*");

    [Fact]
    public void Register_OwnFamily_IsUsedForItsModels()
    {
        ModelFamilies.Register("registered_by_a_test", (configuration, tokenizer) => new QuotedFamily(configuration, tokenizer));

        var family = Create("""{"model_type": "registered_by_a_test", "image_token_id": 98, "features": 2}""", ["<pic>"]);

        family.ExpandPlaceholders("<pic>?", [Image(1, 1)]).Should().Be("'<pic><pic>'?");
    }

    private sealed class QuotedFamily(ModelConfiguration configuration, Tokenizer tokenizer) : ModelFamily(configuration, tokenizer)
    {
        public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
            ReplaceEach(rendered, ImageToken, images.Select(_ => $"'{Repeat(ImageToken, Configuration.Root.Int32("features")!.Value)}'"));
    }
}
