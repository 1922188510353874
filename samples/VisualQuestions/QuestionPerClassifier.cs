using Microsoft.ML;
using Microsoft.ML.Sav;

namespace VisualQuestions;

/// <summary>
/// A classifier per question. The questions are in the labels, not in the prompt, so all of them use the same features of an image, and the LMM sees
/// each image once.
/// </summary>
internal static class QuestionPerClassifier
{
    private static readonly (string Question, Func<string, string> Answer)[] Questions =
    [
        ("What is it?", name => name),
        ("Where is it worn?", name => name switch
        {
            "ankle-boot" or "sandal" or "sneaker" => "on the feet",
            "trouser" => "on the legs",
            "bag" => "nowhere",
            _ => "on the upper body",
        }),
        ("For which weather is it?", name => name switch
        {
            "ankle-boot" or "coat" or "pullover" => "cold",
            "dress" or "sandal" or "t-shirt" => "warm",
            _ => "any",
        }),
        ("Does it have sleeves?", name => name is "coat" or "dress" or "pullover" or "shirt" or "t-shirt" ? "yes" : "no"),
    ];

    public static void Run(List<Photo> training, List<Photo> test)
    {
        var cache = Directory.CreateTempSubdirectory("visual-questions");
        Console.WriteLine("A classifier per question, with a feature cache:");
        foreach (var (question, answer) in Questions)
        {
            var mlContext = new MLContext(seed: 1);
            var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Answer")
                .Append(mlContext.MulticlassClassification.Trainers.Sav(new SavEstimator.Options
                {
                    LabelColumnName = "Answer",
                    ImageColumnName = "ImagePath",
                    FeatureCacheFolder = cache.FullName,
                }));

            var start = Environment.CpuUsage.TotalTime;
            var model = pipeline.Fit(Load(training));
            var accuracy = mlContext.MulticlassClassification.Evaluate(model.Transform(Load(test)), labelColumnName: "Answer").MicroAccuracy;
            Console.WriteLine($"  {question,-26} {(Environment.CpuUsage.TotalTime - start).TotalSeconds,6:F1} s   accuracy {accuracy:P0}");

            IDataView Load(List<Photo> photos) =>
                mlContext.Data.LoadFromEnumerable(photos.Select(photo => new Row { ImagePath = photo.Path, Answer = answer(photo.Class) }));
        }
        cache.Delete(recursive: true);
    }
}
