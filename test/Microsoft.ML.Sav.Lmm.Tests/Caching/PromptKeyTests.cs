using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Caching;

namespace Microsoft.ML.Sav.Lmm.Tests.Caching;

public class PromptKeyTests
{
    private static readonly FeatureLayout Heads = FeatureLayout.CreateUniform(2, 2, 8);
    private static readonly ModelKey Model = ModelKey.Create("fingerprint", new LmmOptions());

    [Fact]
    public void Create_SamePrompt_IsTheSame() => KeyOf("a").Should().HaveLength(64).And.Be(KeyOf("a"));

    [Fact]
    public void Create_OtherText_Differs() => KeyOf("a").Should().NotBe(KeyOf("b"));

    [Fact]
    public void Create_OtherHeads_Differs() => PromptKey.Create(Model, "a", [], Heads.Subset([0])).Should().NotBe(KeyOf("a"));

    [Fact]
    public void Create_OtherModel_Differs()
    {
        ModelKey[] others =
        [
            ModelKey.Create("other", new LmmOptions()),
            ModelKey.Create("fingerprint", new LmmOptions { FloatActivations = true }),
            ModelKey.Create("fingerprint", new LmmOptions { PrefixCaching = true }),
            ModelKey.Create("fingerprint", new LmmOptions { AllowTf32 = true }),
            ModelKey.Create("fingerprint", new LmmOptions { HeadTaps = new Dictionary<int, string> { [0] = "tensor" } }),
        ];

        others.Select(model => PromptKey.Create(model, "a", [], Heads)).Append(KeyOf("a")).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Create_DefaultOptions_StaysTheSame()
    {
        const string Json = """
            {"Version":4,"model":{"Model":"fingerprint","HeadTaps":[],"FloatActivations":false,"PrefixCaching":false},"text":"a","Images":[],"Heads":[{"Kind":0,"Layer":2,"Index":1,"Size":8,"IsHead":true}]}
            """;

        PromptKey.Create(Model, "a", [], new FeatureLayout([new Feature(2, 1, 8)])).Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json))));
    }

    [Fact]
    public void Create_HeadTapsInAnotherOrder_IsTheSame()
    {
        ModelKey[] models =
        [
            ModelKey.Create("fingerprint", new LmmOptions { HeadTaps = new Dictionary<int, string> { [0] = "a", [1] = "b" } }),
            ModelKey.Create("fingerprint", new LmmOptions { HeadTaps = new Dictionary<int, string> { [1] = "b", [0] = "a" } }),
        ];

        models.Select(model => PromptKey.Create(model, "a", [], Heads)).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Create_ImagesOfTheSameContent_DoesNotDependOnTheirPath()
    {
        using var folder = new TemporaryFolder().Write("one.png", "content").Write("other.jpg", "content");

        KeyOf("a", ImageInput.FromFile(folder.File("one.png"))).Should().Be(KeyOf("a", ImageInput.FromFile(folder.File("other.jpg"))))
            .And.Be(KeyOf("a", ImageInput.FromBytes(File.ReadAllBytes(folder.File("one.png")))));
    }

    [Fact]
    public void Create_ImagesOfOtherContent_Differs()
    {
        string[] keys =
        [
            KeyOf("a"), KeyOf("a", Bytes(1)), KeyOf("a", Bytes(2)), KeyOf("a", Bytes(1), Bytes(2)), KeyOf("a", Bytes(2), Bytes(1)),
            KeyOf("a", ImageInput.FromPixels(new RgbImage(1, 2, new byte[6]))), KeyOf("a", ImageInput.FromPixels(new RgbImage(2, 1, new byte[6]))),
        ];

        keys.Should().OnlyHaveUniqueItems();
    }

    private static ImageInput Bytes(byte content) => ImageInput.FromBytes(new byte[] { content });

    private static string KeyOf(string text, params ImageInput[] images) => PromptKey.Create(Model, text, [.. images.Select(image => image.Read())], Heads);
}
