using System.Numerics.Tensors;
using Microsoft.ML.Sav.Results.Data;

namespace Microsoft.ML.Sav.Results.ZeroShot;

/// <summary>What an LMM answers without training: the question lists the class names, and each is scored as an answer.</summary>
internal static class ZeroShotAnswers
{
    private const int ProgressStep = 100;

    /// <summary>The prompts' addition to a row's own text.</summary>
    public static string CreateInstruction(DataSet dataSet) => $"\nAnswer with one of: {string.Join(", ", dataSet.Classes)}.";

    /// <summary>Scores all rows that may be tested; others get equal probabilities.</summary>
    /// <param name="lmm">Folder of the LMM.</param>
    /// <param name="dataSet">The rows.</param>
    /// <returns>Softmax of the mean log-probabilities, [rows][classes].</returns>
    public static float[][] Score(string lmm, DataSet dataSet)
    {
        var instruction = CreateInstruction(dataSet);
        using var scorer = new AnswerScorer(lmm);
        var scores = new float[dataSet.Rows.Count][];
        foreach (var (index, row) in dataSet.Rows.Index())
        {
            scores[index] = new float[dataSet.Classes.Count];
            if (row.Part != DataPart.Train || !dataSet.HasTestPart)
            {
                var prompt = row.CreatePrompt();
                scores[index] = Array.ConvertAll(scorer.Score(prompt with { Text = prompt.Text + instruction }, dataSet.Classes), score => (float)score);
            }
            TensorPrimitives.SoftMax(scores[index], scores[index]);
            if ((index + 1) % ProgressStep == 0)
                Console.Error.WriteLine($"{dataSet.Name}: answers to {index + 1} of {dataSet.Rows.Count} rows");
        }
        return scores;
    }
}
