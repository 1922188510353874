using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes a classifier and its report. Layout, in the binary forms of <see cref="BinaryWriter"/>:</summary>
/// <remarks><code>
/// byte     kind of classifier
/// int      number of features, and per feature: byte kind, int layer, int index, int size, double score
/// int      number of experts, and per expert: byte kind, int feature count, double weight, double shrinkage, quality
/// quality  by leave-one-out; a quality is a flag, and if it is set: double accuracy, double log loss, double calibration error
/// int      number of classes
/// then by kind
///   SparseAttentionVectors: byte tie rule, and per class: int example count, float[] means of the features in order
///   Calm: double temperature, and per class: int example count, float[] means, float[] weights of the features
///   Auto, GaussianHeads: per class: int example count, float[] weights of the features' values, float bias
///   Hec: per class: int example count, float[] weights of the features' values, float[] biases of the features
/// </code></remarks>
internal sealed class ClassifierWriter(BodyWriter writer)
{
    public void Write(TrainedClassifier trained)
    {
        var (classifier, report) = trained;
        writer.Write((byte)report.Kind);
        WriteReport(report);
        writer.Write(classifier.ClassCount);
        switch (classifier)
        {
            case SavClassifier sav:
                writer.Write((byte)sav.TieRule);
                WriteClasses(classifier, c => writer.WriteSingles(sav.Means.GetMean(c)));
                break;
            case CalmClassifier calm:
                writer.Write(calm.Temperature);
                WriteClasses(classifier, c =>
                {
                    writer.WriteSingles(calm.Means.GetMean(c));
                    for (var position = 0; position < calm.Layout.Count; position++)
                        writer.Write(calm.GetWeights(position)[c]);
                });
                break;
            case HecClassifier hec:
                WriteClasses(classifier, c =>
                {
                    writer.WriteSingles(hec.GetWeights(c));
                    writer.WriteSingles(hec.GetBiases(c));
                });
                break;
            case LinearClassifier linear:
                WriteClasses(classifier, c =>
                {
                    writer.WriteSingles(linear.GetWeights(c));
                    writer.Write(linear.Biases[c]);
                });
                break;
            default:
                throw new NotSupportedException($"A {classifier.GetType().Name} cannot be saved.");
        }
    }

    private void WriteReport(ClassifierReport report)
    {
        writer.Write(report.Features.Count);
        foreach (var (feature, score) in report.Features)
        {
            LayoutFormat.WriteFeature(writer, feature);
            writer.Write(score);
        }
        writer.Write(report.Experts.Count);
        foreach (var expert in report.Experts)
        {
            writer.Write((byte)expert.Kind);
            writer.Write(expert.FeatureCount);
            writer.Write(expert.Weight);
            writer.Write(expert.Shrinkage);
            WriteQuality(expert.LeaveOneOut);
        }
        WriteQuality(report.LeaveOneOut);
    }

    private void WriteQuality(ClassificationQuality? quality)
    {
        writer.Write(quality is not null);
        if (quality is null)
            return;
        writer.Write(quality.Accuracy);
        writer.Write(quality.LogLoss);
        writer.Write(quality.CalibrationError);
    }

    private void WriteClasses(FeatureClassifier classifier, Action<int> write)
    {
        for (var c = 0; c < classifier.ClassCount; c++)
        {
            writer.Write(classifier.GetExampleCount(c));
            write(c);
        }
    }
}
