using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests.Caching;

public sealed class PromptKeyTests : IDisposable
{
    private readonly MultimodalModel _model = MultimodalModel.Open(Repository.Fixture("llama_text"));
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void With_SamePrompt_IsTheSame() => KeyOf("a").Should().HaveLength(64).And.Be(KeyOf("a"));

    [Fact]
    public void With_OtherText_Differs() => KeyOf("a").Should().NotBe(KeyOf("b"));

    [Fact]
    public void With_OtherHeads_Differs() =>
        Key("a").With(_model.Heads).Should().NotBe(Key("a").With(_model.Heads.Subset([0])));

    [Fact]
    public void With_OtherHeadTaps_Differs() =>
        (Key("a") with { HeadTaps = new Dictionary<int, string> { [0] = "tensor" } }).With(_model.Heads).Should().NotBe(KeyOf("a"));

    [Fact]
    public void With_FloatActivations_Differs() =>
        (Key("a") with { FloatActivations = true }).With(_model.Heads).Should().NotBe(KeyOf("a"));

    [Fact]
    public void With_ImagesOfTheSameContent_DoesNotDependOnWhereTheyLie()
    {
        var (one, other) = (Write("one.png", 1), Write("other.jpg", 1));

        KeyOf("a", ImageInput.FromFile(one)).Should().Be(KeyOf("a", ImageInput.FromFile(other)))
            .And.Be(KeyOf("a", ImageInput.FromBytes(File.ReadAllBytes(one))));
    }

    [Fact]
    public void With_ImagesOfOtherContent_Differs()
    {
        string[] keys =
        [
            KeyOf("a"), KeyOf("a", Bytes(1)), KeyOf("a", Bytes(2)), KeyOf("a", Bytes(1), Bytes(2)), KeyOf("a", Bytes(2), Bytes(1)),
            KeyOf("a", ImageInput.FromPixels(new RgbImage(1, 2, new byte[6]))), KeyOf("a", ImageInput.FromPixels(new RgbImage(2, 1, new byte[6]))),
        ];

        keys.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void TryCreate_ImageFileIsMissing_IsNull() =>
        PromptKey.TryCreate(_model, new Prompt("a", [ImageInput.FromFile(Path.Combine(_folder, "missing.png"))])).Should().BeNull();

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ImageInput Bytes(byte content) => ImageInput.FromBytes(new byte[] { content });

    private string Write(string name, byte content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, [content]);
        return path;
    }

    private PromptKey Key(string text, params ImageInput[] images) => PromptKey.TryCreate(_model, new Prompt(text, images))!;

    private string KeyOf(string text, params ImageInput[] images) => Key(text, images).With(_model.Heads);
}
