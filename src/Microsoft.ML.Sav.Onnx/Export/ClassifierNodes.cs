using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary><see cref="FeatureClassifier.Score"/> as a graph. NaN is not handled.</summary>
internal abstract class ClassifierNodes
{
    private const float LeastLength = 1e-30f; // the cosine of zero vectors is 0

    private protected ClassifierNodes(GraphProto graph, FeatureClassifier classifier)
    {
        Builder = new GraphBuilder(graph, "classifier/");
        Layout = classifier.Layout;
        ClassCount = classifier.ClassCount;
        Classes = [.. Enumerable.Range(0, ClassCount).Where(c => classifier.GetExampleCount(c) > 0)];
    }

    private protected GraphBuilder Builder { get; }

    private protected FeatureLayout Layout { get; }

    private protected int Heads => Layout.Count;

    private protected int ClassCount { get; }

    /// <summary>Classes with examples; others score 0.</summary>
    private protected int[] Classes { get; }

    /// <summary>Creates the nodes of a classifier.</summary>
    /// <exception cref="NotSupportedException">The classifier is of an unknown type.</exception>
    public static ClassifierNodes Create(GraphProto graph, FeatureClassifier classifier) => classifier switch
    {
        LinearClassifier linear => new LinearNodes(graph, linear),
        SavClassifier sav => new SavNodes(graph, sav),
        CalmClassifier calm => new CalmNodes(graph, calm),
        HecClassifier hec => new HecNodes(graph, hec),
        _ => throw new NotSupportedException($"A {classifier.GetType().Name} cannot be exported."),
    };

    /// <summary>Adds the scores, float32 [batch, classes].</summary>
    /// <param name="vectors">The tensor with the vectors of the layout, float32 [batch, sum of feature sizes].</param>
    public abstract string Add(string vectors);

    // [batch, heads, classes]
    private protected string Cosines(string vectors, ClassMeans means) => Products(vectors, LeastLength, (position, c) =>
    {
        var mean = Layout.Slice(means.GetMean(c), position).ToArray();
        var length = TensorPrimitives.Norm<float>(mean);
        TensorPrimitives.Divide(mean, length > 0 ? length : 1, mean);
        return mean;
    });

    // Products of head vectors, divided by their lengths, with a vector per head and class: [batch, heads, classes]
    private protected string Products(string vectors, float leastLength, Func<int, int, float[]> getFactors)
    {
        var size = Layout.Max(head => head.Size);
        var padded = Builder.Add("Pad", "padded", [vectors, Builder.Constant("padding", 0, 0, 0, 1)]); // a zero at the end, to which smaller heads are padded
        var elements = Enumerable.Range(0, Heads).SelectMany(position => Elements(position, size));
        var heads = Builder.Add("Gather", "vectors", [padded, Builder.Constant(TensorProto.Int64("elements", [Heads, 1, size], elements))], ("axis", 1));
        var squares = Builder.Add("Mul", "squares", [heads, heads]); // [batch, heads, 1, size]
        var lengths = Builder.Add("Sqrt", "lengths", [Builder.Sum("square_lengths", squares, axis: 3)]);
        var divisors = Builder.Add("Max", "divisors", [lengths, Builder.Constant(TensorProto.Float("least_length", [], [leastLength]))]);
        var factors = TensorProto.Float("factors", [Heads, size, Classes.Length], Arrange(getFactors, size));
        var products = Builder.Add("MatMul", "products", [heads, Builder.Constant(factors)]); // [batch, heads, 1, classes]
        return Builder.Add("Squeeze", "float_products", [Builder.Add("Div", "ratios", [products, divisors]), Builder.Constant("row_axis", 2)]);
    }

    private protected string ExpandToAllClasses(string scores)
    {
        if (Classes.Length == ClassCount)
            return scores;
        var places = new double[Classes.Length * ClassCount];
        foreach (var (row, c) in Classes.Index())
            places[(row * ClassCount) + c] = 1;
        return Builder.Add("MatMul", "all_scores", [scores, Builder.Constant(TensorProto.Double("places", [Classes.Length, ClassCount], places))]);
    }

    // [heads, classes]
    private protected string PerHeadAndClass(string name, Func<int, int, float> getValue) => Builder.Constant(TensorProto.Double(
        name, [Heads, Classes.Length], Enumerable.Range(0, Heads).SelectMany(position => Classes.Select(c => (double)getValue(position, c)))));

    private IEnumerable<long> Elements(int position, int size) => Enumerable.Range(0, size)
        .Select(i => (long)(i < Layout[position].Size ? Layout.GetOffset(position) + i : Layout.VectorLength));

    // [heads, size, classes]
    private float[] Arrange(Func<int, int, float[]> getFactors, int size)
    {
        var arranged = new float[Heads * size * Classes.Length];
        for (var position = 0; position < Heads; position++)
        {
            foreach (var (column, c) in Classes.Index())
            {
                foreach (var (i, factor) in getFactors(position, c).Index())
                    arranged[(((position * size) + i) * Classes.Length) + column] = factor;
            }
        }
        return arranged;
    }
}
