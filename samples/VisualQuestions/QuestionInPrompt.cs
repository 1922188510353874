using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace VisualQuestions;

/// <summary>
/// One classifier for all questions, with the question in the prompt: it can answer questions that are not known in advance, and the LMM runs for each
/// image and question. Rows of an image follow one another, so that what they share is still in memory.
/// </summary>
internal static class QuestionInPrompt
{
    public static void Run(List<Photo> training, List<Photo> test)
    {
        var mlContext = new MLContext(seed: 1);
        var rows = mlContext.Data.LoadFromEnumerable(Ask(training));
        var testRows = mlContext.Data.LoadFromEnumerable(Ask(test));

        var key = mlContext.Transforms.Conversion.MapValueToKey("Answer").Fit(rows);
        var transformer = mlContext.MulticlassClassification.Trainers.Sav(new SavEstimator.Options
        {
            LabelColumnName = "Answer",
            ImageColumnName = "ImagePath",
            TextColumnName = "Question",
            Classifier = ClassifierKind.SparseAttentionVectors,
        }).Fit(key.Transform(rows));

        Console.WriteLine($"The question in the prompt, {Ask(test).Count()} rows of image and question:");
        var keyed = key.Transform(testRows);
        Time("nothing shared", new LmmOptions { ImageFeatureCaching = false });
        Time("image features cached", new LmmOptions());
        Time("prefix caching", new LmmOptions { PrefixCaching = true });

        var accuracy = mlContext.MulticlassClassification.Evaluate(transformer.Transform(keyed), labelColumnName: "Answer").MicroAccuracy;
        Console.WriteLine($"  accuracy {accuracy:P0}; half of the answers are yes, so chance is 50 %");

        void Time(string name, LmmOptions options)
        {
            using var variant = transformer.WithLmmOptions(options);
            _ = Read(mlContext.Data.TakeRows(keyed, 1)); // opens the LMM

            var start = Environment.CpuUsage.TotalTime;
            var answers = Read(keyed);
            var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            Console.WriteLine($"  {name,-26} {seconds,6:F1} s   {1000 * seconds / answers:F0} ms per question");

            int Read(IDataView view) => variant.Transform(view).GetColumn<uint>("PredictedLabel").Count();
        }
    }

    // Four questions per image: two whose answer is yes, two whose answer is no.
    private static IEnumerable<Row> Ask(List<Photo> photos)
    {
        var classes = photos.Select(photo => photo.Class).Distinct().ToList();
        return photos.SelectMany((photo, number) =>
        {
            var other = classes[(classes.IndexOf(photo.Class) + 1 + number % (classes.Count - 1)) % classes.Count];
            return new[] { (photo.Class, "yes"), (other, "no") }.SelectMany(item => new[]
            {
                new Row { ImagePath = photo.Path, Question = $"Is this a {item.Item1}? Answer yes or no.", Answer = item.Item2 },
                new Row { ImagePath = photo.Path, Question = $"Does the image show a {item.Item1}? Answer yes or no.", Answer = item.Item2 },
            });
        });
    }
}
