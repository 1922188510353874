using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.Families.Pixtral;
using Microsoft.ML.Sav.Lmm.Families.Text;
using static Microsoft.ML.Sav.Lmm.Tests.Families.SmallFamily;

namespace Microsoft.ML.Sav.Lmm.Tests.Families;

public class ModelFamiliesTests
{
    [Fact]
    public void Find_UnknownModelType_NamesItAndWhatIsSupported() =>
        FluentActions.Invoking(() => Create("""{"model_type": "somebodys_vlm"}""", [])).Should().Throw<ModelFolderException>()
            .WithMessage("*config.json*'somebodys_vlm'*llava, llava/pixtral*");

    [Fact]
    public void Find_TypeOfTheVisionEncoder_ComesBeforeTheModelType() =>
        ModelFamilies.Find(Configure("""{"model_type": "llava", "vision_config": {"model_type": "pixtral"}}""")).Should().BeSameAs(PixtralFamily.Registration);

    [Fact]
    public void Find_UnknownModelTypeWithoutImages_IsText() =>
        ModelFamilies.Find(Configure("""{"model_type": "somebodys_llm"}"""), takesImages: false).Should().BeSameAs(TextFamily.Registration);

    private static ModelConfiguration Configure(string config)
    {
        using var folder = new TemporaryFolder().Write("config.json", config);
        return new ModelConfiguration(new ConfigurationFiles(folder.Path));
    }
}
