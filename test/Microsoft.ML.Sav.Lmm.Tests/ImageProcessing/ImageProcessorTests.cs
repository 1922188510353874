using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

public class ImageProcessorTests
{
    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    [InlineData("qwen2_vl")]
    public void Process_OnePixel_GivesFiniteTensors(string model)
    {
        var processed = Processor(model).Process([Black(1, 1)]);

        ((float[])processed.Tensors[0].Data).Should().NotBeEmpty().And.OnlyContain(value => float.IsFinite(value));
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    public void Process_VeryWideImage_GivesOneLayout(string model) =>
        Processor(model).Process([Black(20_000, 10)]).Layouts.Should().ContainSingle().Which.Original.Should().Be(new ImageSize(10, 20_000));

    [Fact]
    public void Process_QwenImageTooLong_ThrowsWithItsSize() =>
        FluentActions.Invoking(() => Processor("qwen2_vl").Process([Black(20_000, 10)]))
            .Should().Throw<PromptException>().WithMessage("*20000 x 10*200*");

    public static TheoryData<string, string> ProcessorsThatEnlarge => new()
    {
        { "CLIPImageProcessor", """ "size": { "shortest_edge": 20000000 }, "crop_size": 336 """ },
        { "CLIPImageProcessor", """ "size": { "shortest_edge": 20000000 } """ },
        { "LlavaImageProcessor", """ "size": 336, "do_pad": true """ },
    };

    [Theory, MemberData(nameof(ProcessorsThatEnlarge))]
    public void Process_LongImageThatWouldBeEnlarged_ThrowsWithItsSize(string type, string settings)
    {
        using var folder = new TemporaryFolder().Write(
            "preprocessor_config.json", $$"""{ "image_processor_type": "{{type}}", "image_mean": 0.5, "image_std": 0.5, {{settings}} }""");
        var processor = ModelFamilies.CreateImageProcessor(new ConfigurationFiles(folder.Path));

        processor.Invoking(it => it.Process([Black(12_000, 1)])).Should().Throw<PromptException>().WithMessage("*12000 x 1 pixels*100*");
    }

    [Theory]
    [InlineData(7000, 1)]
    [InlineData(1, 7000)]
    [InlineData(65_535, 2)]
    public void Process_LongImageThatIsCropped_ComputesTheCropOnly(int width, int height)
    {
        using var folder = new TemporaryFolder().Write(
            "preprocessor_config.json",
            """{ "image_processor_type": "CLIPImageProcessor", "image_mean": 0.5, "image_std": 0.5, "size": {"shortest_edge": 336}, "crop_size": 336 }""");
        var processor = ModelFamilies.CreateImageProcessor(new ConfigurationFiles(folder.Path));
        var image = Black(width, height);
        var before = GC.GetAllocatedBytesForCurrentThread();

        processor.Process([image]).Tensors.Single().Shape.Should().Equal(1, 3, 336, 336);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100 << 20);
    }

    [Fact]
    public void Process_MoreImagesThanFitIntoATensor_ThrowsWithItsShape()
    {
        using var folder = new TemporaryFolder().Write(
            "preprocessor_config.json", """{ "image_processor_type": "CLIPImageProcessor", "image_mean": 0.5, "image_std": 0.5, "size": [300, 300] }""");
        var processor = ModelFamilies.CreateImageProcessor(new ConfigurationFiles(folder.Path));

        processor.Invoking(it => it.Process([.. Enumerable.Repeat(Black(300, 300), 8000)])).Should().Throw<PromptException>().WithMessage("*8000, 3, 300, 300*");
    }

    [Fact]
    public void Process_IdeficsImageCutIntoTiles_ReportsTheGrid()
    {
        var layout = Processor("smolvlm").Process([ProcessorGolden.Decode("wide.png")]).Layouts.Single();

        (layout.TileRows, layout.TileColumns, layout.CropCount).Should().Be((1, 3, 4));
        layout.Resized.Should().Be(new ImageSize(32, 96));
    }

    [Fact]
    public void Process_QwenImages_ReportsTheGridOfEach()
    {
        var processed = Processor("qwen2_vl").Process([ProcessorGolden.Decode("square.png"), ProcessorGolden.Decode("small.png")]);

        processed.Layouts.Sum(layout => layout.Grid.Count).Should().Be(processed.Tensors[0].Shape[0]);
        processed.Layouts.Should().HaveCount(2).And.OnlyContain(layout => layout.Grid.Height * 14 == layout.Resized.Height && layout.Grid.Width * 14 == layout.Resized.Width);
    }

    [Fact]
    public void Process_ManyThreads_GiveTheSameTensors()
    {
        var processor = Processor("smolvlm");
        var image = ProcessorGolden.Decode("photo.jpg");
        var expected = (float[])processor.Process([image]).Tensors[0].Data;

        Parallel.For(0, 16, _ => ((float[])processor.Process([image]).Tensors[0].Data).AsSpan().SequenceEqual(expected).Should().BeTrue());
    }

    private static IImageProcessor Processor(string model) => ModelFamilies.CreateImageProcessor(new ConfigurationFiles(Repository.Fixture(model)));

    private static RgbImage Black(int width, int height) => new(width, height, new byte[width * height * 3]);
}
