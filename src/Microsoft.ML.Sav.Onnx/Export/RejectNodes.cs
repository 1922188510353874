using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.LinearAlgebra;
using Microsoft.ML.Sav.Heads.Rejection;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>
/// <see cref="RejectOption"/> as a graph, in double precision: features of the same size together, padded to the same number of dimensions. NaN
/// is not handled.
/// </summary>
internal sealed class RejectNodes(GraphProto graph, RejectOption option)
{
    private const double LeastLength = 1e-300; // vectors of no length stay 0

    /// <summary>Adds the outputs <c>strangeness</c>, float32 [batch], and <c>rejected</c>, bool [batch].</summary>
    /// <param name="vectors">The tensor with the vectors of the layout, float32 [batch, sum of feature sizes].</param>
    /// <returns>The tensor that tells whether rows are rejected.</returns>
    public string Add(string vectors)
    {
        var builder = new GraphBuilder(graph, "reject/");
        var values = builder.Cast("double_vectors", vectors, DataType.Double);
        var sums = option.Features.GroupBy(feature => (option.Layout[feature.Position].Size, feature.Distance.Basis is null))
            .Select((group, i) => new Group(new GraphBuilder(graph, $"reject/{i}/"), option.Layout, [.. group]).Add(values)).ToArray();
        // Without features, as if all examples look the same, nothing is strange.
        var sum = sums.Length == 0 ? builder.Add("Mul", "zeros", [builder.Sum("all", values, axis: 1, keepDimension: false), builder.Number("zero", 0)])
            : sums.Skip(1).Aggregate(sums[0], (total, next) => builder.Add("Add", $"after_{next}", [total, next]));
        var mean = builder.Add("Div", "mean", [sum, builder.Number("features", Math.Max(option.Features.Count, 1))]);
        graph.Node.Add(NodeProto.Create("Cast", ClassifierFormat.Strangeness, [mean], ("to", (long)DataType.Float)));
        var threshold = builder.Constant(TensorProto.Float("threshold", [], [option.Threshold]));
        graph.Node.Add(NodeProto.Create("Greater", ClassifierFormat.Rejected, [ClassifierFormat.Strangeness, threshold]));
        graph.Output.Add(ValueInfoProto.Create(ClassifierFormat.Strangeness, DataType.Float, "batch"));
        graph.Output.Add(ValueInfoProto.Create(ClassifierFormat.Rejected, DataType.Bool, "batch"));
        return ClassifierFormat.Rejected;
    }

    /// <summary>Features of the same size.</summary>
    private sealed class Group(GraphBuilder builder, FeatureLayout layout, (int Position, RelativeDistance Distance)[] features)
    {
        private readonly int _size = layout[features[0].Position].Size;
        private readonly int _dimensions = features.Max(feature => feature.Distance.Dimensions);

        /// <summary>Adds the sum of <see cref="RelativeDistance.Compute"/> over the features, double [batch].</summary>
        public string Add(string values)
        {
            var elements = features.SelectMany(feature => Enumerable.Range(layout.GetOffset(feature.Position), _size), (_, element) => (long)element);
            var gathered = builder.Add("Gather", "vectors", [values, builder.Constant(TensorProto.Int64("elements", [features.Length, 1, _size], elements))], ("axis", 1));
            var lengths = builder.Add("Sqrt", "lengths", [SumOfSquares("square_lengths", gathered)]); // [batch, features, 1, 1]
            var divisors = builder.Add("Max", "divisors", [lengths, builder.Number("least_length", LeastLength)]);
            var means = Constant("means", [1, _size], distance => distance.Mean.Select(value => (double)value));
            var centred = builder.Add("Sub", "centred", [builder.Add("Div", "normalized", [gathered, divisors]), means]);
            return features[0].Distance.Basis is null ? AddDistances(centred, null) : AddPartial(centred);
        }

        // Coordinates in the space of the examples, and the squared distance from it.
        private string AddPartial(string centred)
        {
            var basis = Constant("basis", [_size, _dimensions], distance => Arrange(distance.Basis!, _size, _dimensions, transpose: true));
            var coordinates = builder.Add("MatMul", "coordinates", [centred, basis]); // [batch, features, 1, dimensions]
            var outside = builder.Add("Sub", "outside", [SumOfSquares("square_distances", centred), SumOfSquares("square_coordinates", coordinates)]);
            var factors = Constant("residual_factors", [1, 1], distance => [distance.ResidualFactor]);
            return AddDistances(coordinates, builder.Add("Mul", "residuals", [outside, factors]));
        }

        private string AddDistances(string coordinates, string? residuals)
        {
            var classes = features[0].Distance.Offsets.Length;
            var curvature = Constant("curvature", [_dimensions, _dimensions], distance => Arrange(distance.Curvature, _dimensions, _dimensions, transpose: false));
            var bent = builder.Add("Mul", "bent", [builder.Add("MatMul", "curved", [coordinates, curvature]), coordinates]);
            var quadratic = builder.Sum("quadratic", bent, axis: 3); // [batch, features, 1, 1]
            var directions = Constant("directions", [_dimensions, classes], distance => Arrange(distance.Directions, _dimensions, classes, transpose: true, factor: -2));
            var offsets = Constant("offsets", [1, classes], distance => distance.Offsets.Select(value => (double)value));
            var perClass = builder.Add("Add", "per_class", [builder.Add("MatMul", "projections", [coordinates, directions]), offsets]);
            var nearestClass = builder.Add("ArgMin", "nearest_class", [perClass], ("axis", 3));
            var nearest = builder.Add("GatherElements", "nearest", [perClass, nearestClass], ("axis", 3));
            var distances = builder.Add("Add", "distances", [quadratic, nearest]);
            if (residuals is not null)
                distances = builder.Add("Add", "all_distances", [distances, residuals]);
            return builder.Add("Squeeze", "sums", [builder.Sum("sum", distances, axis: 1), builder.Constant("single_axes", 1, 2, 3)]);
        }

        private string SumOfSquares(string name, string tensor) => builder.Sum(name, builder.Add("Mul", $"{name}_terms", [tensor, tensor]), axis: 3);

        // [features, rows, columns]
        private string Constant(string name, long[] shape, Func<RelativeDistance, IEnumerable<double>> getValues) =>
            builder.Constant(TensorProto.Double(name, [features.Length, .. shape], features.SelectMany(feature => getValues(feature.Distance))));

        // A matrix, transposed if wanted, with zeros for the dimensions that only other features have. [rows, columns]
        private static IEnumerable<double> Arrange(Matrix matrix, int rows, int columns, bool transpose, double factor = 1) =>
            from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, columns)
            let source = transpose ? (Row: column, Column: row) : (Row: row, Column: column)
            select source.Row < matrix.RowCount && source.Column < matrix.ColumnCount ? factor * matrix[source.Row, source.Column] : 0;
    }
}
