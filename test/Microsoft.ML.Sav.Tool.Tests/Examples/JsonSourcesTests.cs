using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Examples;

/// <summary>COCO, Label Studio and Custom Vision, in the layouts that their documentation shows.</summary>
public sealed class JsonSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Coco_LabelIsTheCategoryOfTheAnnotations()
    {
        WriteImages("images/1.jpg", "images/2.jpg", "images/3.jpg");
        _folder.Write("annotations.json", """
            {
              "images": [{"id": 7, "file_name": "1.jpg", "width": 4, "height": 4}, {"id": 8, "file_name": "2.jpg"}, {"id": 9, "file_name": "3.jpg"}],
              "annotations": [
                {"id": 1, "image_id": 7, "category_id": 2, "bbox": [0, 0, 2, 2], "area": 4, "iscrowd": 0},
                {"id": 2, "image_id": 7, "category_id": 2, "bbox": [1, 1, 2, 2], "area": 4, "iscrowd": 0},
                {"id": 3, "image_id": 8, "category_id": 1}
              ],
              "categories": [{"id": 1, "name": "cat", "supercategory": "animal"}, {"id": 2, "name": "dog"}]
            }
            """);

        Read("annotations.json").Select(row => (row.ImagePath.Single(), row.Label)).Should().Equal(
            (_folder.File("images/1.jpg"), "dog"), (_folder.File("images/2.jpg"), "cat"), (_folder.File("images/3.jpg"), ""));
    }

    // https://learn.microsoft.com/azure/ai-services/computer-vision/how-to/migrate-from-custom-vision: images have no extension, their path starts in the container
    [Fact]
    public void Coco_ExportOfCustomVisionByMicrosoftsScript_FindsTheImagesOfTheContainer()
    {
        WriteImages("Pets_0a1b/images/5f1e");
        _folder.Write("Pets_0a1b/train.json", """
            {
              "images": [{"id": 1, "width": 4, "height": 4, "coco_url": "https://account.blob.core.windows.net/pets/5f1e", "file_name": "Pets_0a1b/images/5f1e"}],
              "categories": [{"id": 1, "name": "cat"}],
              "annotations": [{"id": 1, "image_id": 1, "category_id": 1}]
            }
            """);

        var row = Read("Pets_0a1b/train.json").Should().ContainSingle().Which;

        row.Label.Should().Be("cat");
        Path.GetFullPath(row.ImagePath.Single()).Should().Be(_folder.File("Pets_0a1b/images/5f1e"));
        var source = ExampleSources.All.Single(source => source.Name == "custom-vision");
        source.Read(_folder.File("Pets_0a1b"), ExampleSourceOptions.Default).Should().ContainSingle().Which.Label.Should().Be("cat", "sav import custom-vision takes the folder");
    }

    [Theory]
    [InlineData("""[{"image_id": 1, "category_id": 1}, {"image_id": 1, "category_id": 2}]""", "*coco.json' images[0] '1.jpg': has several labels, expected one per image: 'cat', 'dog'.")]
    [InlineData("""[{"image_id": 1, "category_id": 3}]""", "*coco.json' annotations[0]: there is no category with the id 3.")]
    [InlineData("""[{"category_id": 1}]""", "*coco.json' annotations[0]: has no 'image_id'.")]
    public void Coco_Wrong_NamesTheEntry(string annotations, string message)
    {
        _folder.Write("coco.json", $$"""{"images": [{"id": 1, "file_name": "1.jpg"}], "annotations": {{annotations}}, "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]}""");

        FluentActions.Invoking(() => Read("coco.json")).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void LabelStudio_LabelIsTheChoice_CancelledAnnotationsDoNotCount()
    {
        WriteImages("images/8f3a-cat.jpg", "images/8f3a-dog 1.jpg");
        _folder.Write("project-1-at-2026.json", """
            [
              {
                "id": 1,
                "annotations": [
                  {"id": 10, "was_cancelled": true, "result": [{"value": {"choices": ["dog"]}, "from_name": "choice", "to_name": "image", "type": "choices"}]},
                  {"id": 11, "was_cancelled": false, "result": [{"value": {"choices": ["cat"]}, "id": "aB", "from_name": "choice", "to_name": "image", "type": "choices"}]}
                ],
                "predictions": [{"result": [{"value": {"choices": ["dog"]}, "type": "choices"}]}],
                "data": {"image": "/data/upload/3/8f3a-cat.jpg"}
              },
              {"id": 2, "annotations": [], "data": {"image": "/data/local-files/?d=images/8f3a-dog%201.jpg"}},
              {"id": 3, "annotations": [{"result": [{"value": {"choices": ["rude"]}, "type": "choices"}]}], "data": {"text": "Go away"}}
            ]
            """);

        Read("project-1-at-2026.json").Select(row => (row.Name, row.Label)).Should().Equal(
            (_folder.File("images/8f3a-cat.jpg"), "cat"), (_folder.File("images/8f3a-dog 1.jpg"), ""), ("Go away", "rude"));
    }

    [Fact]
    public void LabelStudio_ShortForm_ReadsTheChoice()
    {
        WriteImages("images/1.jpg");
        _folder.Write("min.json", """[{"image": "/data/upload/1/1.jpg", "id": 1, "choice": "cat", "annotator": 1, "annotation_id": 5, "lead_time": 2.5}]""");

        Read("min.json").Should().ContainSingle().Which.Label.Should().Be("cat");
    }

    // as prettify_result of https://github.com/HumanSignal/label-studio-sdk writes it
    [Theory]
    [InlineData("\"Positive\"", "Positive")]
    [InlineData("[]", "")]
    public void LabelStudio_ShortForm_ControlMayHaveAnyName(string sentiment, string label)
    {
        _folder.Write("min.json", $$"""[{"text": "Fine.", "source": "mail", "id": 1, "sentiment": {{sentiment}}, "annotator": 1, "annotation_id": 5, "created_at": "2026-01-01T00:00:00Z", "lead_time": 2.5}]""");

        Read("min.json").Should().ContainSingle().Which.Label.Should().Be(label);
    }

    [Fact]
    public void LabelStudio_ShortFormWithSeveralChoices_NamesThem()
    {
        _folder.Write("min.json", """[{"text": "Fine.", "id": 1, "sentiment": {"choices": ["Positive", "Neutral"]}, "annotator": 1, "annotation_id": 5}]""");

        FluentActions.Invoking(() => Read("min.json")).Should().Throw<InvalidDataException>().WithMessage("*min.json' [0]: has several labels, expected one per image: 'Positive', 'Neutral'.");
    }

    [Theory]
    [InlineData("""{"image": "https://example.org/1.jpg"}""", """["cat"]""", "*'https://example.org/1.jpg' is on the network; download the images*")]
    [InlineData("""{"image": "1.jpg"}""", """["cat", "dog"]""", "*tasks.json' [0]: has several labels, expected one per image: 'cat', 'dog'.")]
    [InlineData("""{"audio": "1.wav"}""", """["cat"]""", "*tasks.json' [0]: expected an 'image' or 'text' among the data, found 'audio'.")]
    public void LabelStudio_Wrong_NamesTheTask(string data, string choices, string message)
    {
        _folder.Write("tasks.json", $$$"""[{"id": 1, "data": {{{data}}}, "annotations": [{"result": [{"type": "choices", "value": {"choices": {{{choices}}}}}]}]}]""");

        FluentActions.Invoking(() => Read("tasks.json")).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void CustomVision_ImagesAreNamedAfterTheirId()
    {
        WriteImages("5f1e-0.jpg", "images/5f1e-1.png");
        _folder.Write("tagged.json", """
            [
              {"id": "5f1e-0", "created": "2026-01-01T00:00:00Z", "width": 4, "height": 4, "originalImageUri": "https://example.org/o", "tags": [{"tagId": "77", "tagName": "cat", "created": "2026-01-01T00:00:00Z"}]},
              {"id": "5f1e-1", "originalImageUri": "https://example.org/p", "tags": []}
            ]
            """);

        Read("tagged.json").Select(row => (row.ImagePath.Single(), row.Label)).Should().Equal((_folder.File("5f1e-0.jpg"), "cat"), (_folder.File("images/5f1e-1.png"), ""));
    }

    [Theory]
    [InlineData("""[{"id": "1", "tags": [{"tagName": "cat"}, {"tagName": "dog"}]}]""", "*tagged.json' [0] '1': has several labels*")]
    [InlineData("""[{"id": "2", "tags": [{"tagName": "cat"}]}]""", "*tagged.json' [0] '2': there is no image '2.*' near '*tagged.json'; download it from its originalImageUri.")]
    public void CustomVision_Wrong_NamesTheImage(string json, string message)
    {
        WriteImages("1.jpg");
        _folder.Write("tagged.json", json);

        FluentActions.Invoking(() => Read("tagged.json")).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    public void OtherJson_NamesTheFormats(string json)
    {
        _folder.Write("other.json", json);

        FluentActions.Invoking(() => ExampleSources.ReadLabelled(_folder.File("other.json"))).Should().Throw<InvalidDataException>()
            .WithMessage("'*other.json' is none of the formats COCO*Label Studio*Custom Vision*.jsonl.");
    }

    [Theory]
    [InlineData("coco", """{"images": [{"id": 1, "file_name": "\ud800.jpg"}], "annotations": [], "categories": []}""")]
    [InlineData("coco", """{"images": [], "annotations": [], "categories": [], "\ud800": 1}""")]
    [InlineData("label-studio", """[{"data": {"text": "A"}, "annotations": [{"result": [{"type": "choices", "value": {"choices": ["\ud800"]}}]}]}]""")]
    [InlineData("custom-vision", """[{"id": "\ud800", "tags": []}]""")]
    public void HalfASurrogatePair_NamesTheFile(string format, string json)
    {
        _folder.Write("half.json", json);
        var source = ExampleSources.All.Single(source => source.Name == format);

        source.Recognises(_folder.File("half.json")).Should().BeFalse();
        FluentActions.Invoking(() => source.Read(_folder.File("half.json"), ExampleSourceOptions.Default).ToList())
            .Should().Throw<InvalidDataException>().WithMessage("'*half.json' is not JSON: *");
    }

    [Fact]
    public void CustomVision_IdThatNoFileHas_NamesTheImage()
    {
        _folder.Write("tagged.json", """[{"id": "a\u0000", "tags": []}]""");

        FluentActions.Invoking(() => Read("tagged.json")).Should().Throw<InvalidDataException>().WithMessage("*tagged.json' [0] *there is no image*");
    }

    public void Dispose() => _folder.Dispose();

    private void WriteImages(params string[] names) => Array.ForEach(names, name => _folder.Write(name, "image"));

    private InputRow[] Read(string name) => [.. ExampleSources.ReadAll(_folder.File(name))];
}
