using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Featurizing;

/// <summary>The output column of features: a vector of known size whose slots have names, for example <c>L12.H3[0]</c>.</summary>
internal static class FeatureColumn
{
    private const string SlotNames = "SlotNames";
    private const string IsNormalized = "IsNormalized"; // ML.NET's normalizers set it, and its trainers ask for it.

    /// <summary>The input's columns, then the features.</summary>
    public static DataViewSchema Append(DataViewSchema input, string name, FeatureLayout features, bool isNormalized)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(SlotNames, new VectorDataViewType(TextDataViewType.Instance, features.VectorLength), (ref VBuffer<ReadOnlyMemory<char>> names) => names = CreateNames(features));
        if (isNormalized)
            annotations.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);

        var output = new DataViewSchema.Builder();
        output.AddColumns(input);
        output.AddColumn(name, new VectorDataViewType(NumberDataViewType.Single, features.VectorLength), annotations.ToAnnotations());
        return output.ToSchema();
    }

    /// <summary>Shape of the output, which is known before <c>Fit</c>.</summary>
    public static SchemaShape Append(SchemaShape input, string name, bool isNormalized)
    {
        var annotations = new List<SchemaShape.Column> { ColumnShapes.Vector(SlotNames, TextDataViewType.Instance) };
        if (isNormalized)
            annotations.Add(ColumnShapes.Scalar(IsNormalized, BooleanDataViewType.Instance));
        var columns = input.ToDictionary(column => column.Name);
        columns[name] = ColumnShapes.Vector(name, NumberDataViewType.Single, annotations);
        return new SchemaShape(columns.Values);
    }

    private static VBuffer<ReadOnlyMemory<char>> CreateNames(FeatureLayout features)
    {
        var names = from feature in features from value in Enumerable.Range(0, feature.Size) select $"{feature}[{value}]".AsMemory();
        return new VBuffer<ReadOnlyMemory<char>>(features.VectorLength, [.. names]);
    }
}
