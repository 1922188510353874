using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

/// <summary>Plain ONNX Runtime computes from the written file what <c>sav predict</c> predicts.</summary>
public sealed class ExportCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("photos.onnx");

    [Fact]
    public void Export_Model_ScoresAndLabelsAreThoseOfPredict()
    {
        var sav = SavProcess.Run("export", model.File, "-o", Target);

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"^.*photos\.onnx: [\d,]+ bytes\n$");
        _folder.Files.Should().Equal("photos.onnx");
        // asked what the model's default prompt asks, of one image
        string[] images = ["grey.png", "tall.png"]; // no JPEG, whose pixels are its decoder's
        var golden = Golden("What is in the image?", images);
        using var session = new InferenceSession(Target);
        foreach (var (image, ids, pixels, shape) in golden)
        {
            NamedOnnxValue[] inputs =
            [
                NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(ids, [1, ids.Length])),
                NamedOnnxValue.CreateFromTensor("pixel_values", new DenseTensor<float>(pixels, [.. shape])),
            ];
            // without input_ids if the classifier uses features of images only
            using var outputs = session.Run([.. inputs.Where(input => session.InputNames.Contains(input.Name))]);

            var predict = SavProcess.Run("predict", model.File, Repository.Fixture("images", image), "--json").Json[0];
            outputs.Single(output => output.Name == "label").AsTensor<string>().Should().Equal(predict.GetProperty("predicted").GetString());
            var scores = predict.GetProperty("scores").EnumerateObject().Select(score => score.Value.GetSingle()).ToArray();
            outputs.Single(output => output.Name == "scores").AsTensor<float>()
                .Should().Equal(scores, (actual, expected) => Math.Abs(actual - expected) < 1e-5f).And.HaveSameCount(TrainedModel.Classes);
        }
    }

    [Fact]
    public void Export_MissingModel_NamesIt() => SavProcess.Run("export", _folder.File("none.zip"), "-o", Target).ShouldFail("There is no model '*none.zip'.");

    [Fact]
    public void Export_OtherFile_Fails() =>
        SavProcess.Run("export", _folder.WriteLines("text.zip", "hello"), "-o", Target).ShouldFail("'*text.zip' is not an ML.NET model that can be read: *");

    [Fact]
    public void Export_NoFolderForTheOutput_Fails() =>
        SavProcess.Run("export", model.File, "-o", _folder.File("none/photos.onnx")).ShouldFail("There is no folder for the file '*none*photos.onnx'.");

    [Fact]
    public void Export_ModelAsOutput_IsRefused()
    {
        var copy = _folder.File("copy.zip");
        File.Copy(model.File, copy);

        SavProcess.Run("export", copy, "-o", copy).ShouldFail("'*copy.zip' would replace the input '*copy.zip'; name another output.");
    }

    [Fact]
    public void Export_FileOfTheLmmAsOutput_IsRefused() =>
        SavProcess.Run("export", model.File, "-o", Repository.Fixture("llava", "onnx", "embed_tokens.onnx")).ShouldFail("*embed_tokens.onnx' is a file of the LMM*");

    public void Dispose() => _folder.Dispose();

    // what the original's processor makes of the fixtures' images
    private static List<(string Image, long[] Ids, float[] Pixels, IReadOnlyList<int> Shape)> Golden(string question, string[] images)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("llava", "golden.json")));
        var values = SafetensorsFile.Read(Repository.Fixture("llava", "golden.safetensors"));
        return [.. from image in images
                   let item = document.RootElement.GetProperty("cases").EnumerateArray().First(item =>
                       item.GetProperty("question").GetString() == question
                       && item.GetProperty("images").EnumerateArray().Select(name => name.GetString()).SequenceEqual([image]))
                   let name = item.GetProperty("name").GetString()
                   select (image, values.ReadInt64($"{name}.input_ids"), values.ReadSingle($"{name}.pixel_values"), values.GetShape($"{name}.pixel_values"))];
    }
}
