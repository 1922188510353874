using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Rejection;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes and reads what belongs to scores: contribution column, label sets and reject option. Layout (<c>string?</c> and <c>double?</c> are a flag, and a value if it is set):</summary>
/// <remarks><code>
/// bool     whether there is anything, and if so:
/// string?  contribution column     double?  area under the risk-coverage curve
/// int      number of leave-one-out scores of the own class, and float[] the scores, ascending
/// bool     whether there is a reject option, and if so:
///   double?  rate                  int      number of leave-one-out values, and float[] the values, ascending
///   int      number of features, and per feature: int position, int classes, int dimensions, bool partial, float residual factor,
///            float[size] mean, if partial float[dimensions, size] basis, float[] lower triangle of the curvature,
///            float[classes, dimensions] directions, float[classes] offsets
/// </code></remarks>
internal static class RejectionFormat
{
    private const int FeatureBytes = (3 * sizeof(int)) + 1 + sizeof(float);

    public static void Write(BodyWriter writer, TrainedClassifier trained, string? contributionColumn)
    {
        var area = trained.Report.RiskCoverageArea;
        var exists = contributionColumn is not null || area is not null || trained.ConformalPredictor is not null || trained.RejectOption is not null;
        writer.Write(exists);
        if (!exists)
            return;
        writer.WriteOptional(contributionColumn);
        writer.WriteOptional(area);
        WriteCounted(writer, [.. trained.ConformalPredictor?.Scores ?? []]);
        writer.Write(trained.RejectOption is not null);
        if (trained.RejectOption is not { } option)
            return;
        writer.WriteOptional(option.Rate);
        WriteCounted(writer, [.. option.LeaveOneOutValues]);
        writer.Write(option.Features.Count);
        foreach (var (position, distance) in option.Features)
            Write(writer, position, distance);
    }

    /// <summary>Adds what was written.</summary>
    public static (TrainedClassifier Trained, ColumnNames Names) Read(BoundedReader reader, TrainedClassifier trained, ColumnNames names)
    {
        if (!reader.ReadBoolean())
            return (trained, names);
        names = names with { Contribution = reader.ReadOptionalString() };
        trained = trained with { Report = trained.Report with { RiskCoverageArea = reader.ReadOptionalDouble() } };
        if (ReadCounted(reader) is { Length: > 0 } scores)
            trained = trained with { ConformalPredictor = new ConformalPredictor(scores) };
        return (reader.ReadBoolean() ? trained with { RejectOption = ReadOption(reader, trained.Classifier.Layout) } : trained, names);
    }

    private static void Write(BodyWriter writer, int position, RelativeDistance distance)
    {
        writer.Write(position);
        writer.Write(distance.Offsets.Length);
        writer.Write(distance.Dimensions);
        writer.Write(distance.Basis is not null);
        writer.Write(distance.ResidualFactor);
        writer.WriteSingles(distance.Mean);
        if (distance.Basis is not null)
            writer.WriteSingles(distance.Basis.ToSingle());
        for (var i = 0; i < distance.Dimensions; i++)
        {
            for (var j = 0; j <= i; j++)
                writer.Write((float)distance.Curvature[i, j]);
        }
        writer.WriteSingles(distance.Directions.ToSingle());
        writer.WriteSingles(distance.Offsets);
    }

    private static RejectOption ReadOption(BoundedReader reader, FeatureLayout layout)
    {
        var (rate, values) = (reader.ReadOptionalDouble(), ReadCounted(reader));
        var features = reader.ReadArray(FeatureBytes, () => ReadFeature(reader, layout));
        return new RejectOption(layout, features, values, rate);
    }

    private static (int Position, RelativeDistance Distance) ReadFeature(BoundedReader reader, FeatureLayout layout)
    {
        var (position, classes, dimensions, isPartial, residualFactor) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadSingles(1)[0]);
        if (position < 0 || position >= layout.Count || classes < 1 || dimensions < 1 || (!isPartial && dimensions != layout[position].Size))
            throw new InvalidDataException($"the reject option has {classes} classes and {dimensions} dimensions of the feature {position} of {layout.Count}.");
        var size = layout[position].Size;
        var mean = Read(size);
        var basis = isPartial ? Read((long)dimensions * size) : null;
        var triangle = Read(dimensions * (dimensions + 1L) / 2);
        return (position, new RelativeDistance(mean, basis, Mirror(triangle, dimensions), Read((long)classes * dimensions), Read(classes), residualFactor));

        float[] Read(long count)
        {
            reader.RequireItems(checked((int)count), sizeof(float));
            return reader.ReadSingles((int)count);
        }
    }

    private static float[] Mirror(float[] triangle, int dimensions)
    {
        var matrix = new float[dimensions * dimensions];
        var next = 0;
        for (var i = 0; i < dimensions; i++)
        {
            for (var j = 0; j <= i; j++)
                matrix[(j * dimensions) + i] = matrix[(i * dimensions) + j] = triangle[next++];
        }
        return matrix;
    }

    private static void WriteCounted(BodyWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        writer.WriteSingles(values);
    }

    private static float[] ReadCounted(BoundedReader reader) => reader.ReadSingles(reader.ReadCount(sizeof(float)));
}
