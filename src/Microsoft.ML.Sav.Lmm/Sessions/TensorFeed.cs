using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>The inputs of one run, each in the element type that the graph asks for. Arrays are not copied unless the type differs.</summary>
internal sealed class TensorFeed(OnnxSession session) : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = [];

    /// <summary>Whether the graph has an input of that name.</summary>
    public bool Takes(string name) => session.Inputs.ContainsKey(name);

    /// <summary>Names of the inputs that have no value yet.</summary>
    public IEnumerable<string> Missing => session.Inputs.Keys.Where(name => !_values.ContainsKey(name));

    /// <summary>Sets an input from floats.</summary>
    public void Add(string name, float[] values, params long[] shape) => _values.Add(name, ElementType(name) switch
    {
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(values, shape),
        TensorElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape),
        var other => throw Unsupported(name, other),
    });

    /// <summary>Sets an input from whole numbers.</summary>
    public void Add(string name, long[] values, params long[] shape) => _values.Add(name, ElementType(name) switch
    {
        TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(values, shape),
        TensorElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape),
        TensorElementType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value != 0), shape),
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (float)value), shape),
        var other => throw Unsupported(name, other),
    });

    /// <summary>Sets an input from an array of floats, of 64-bit whole numbers or of truth values.</summary>
    public void Add(string name, Array values, params long[] shape)
    {
        switch (values)
        {
            case float[] floats:
                Add(name, floats, shape);
                break;
            case long[] numbers:
                Add(name, numbers, shape);
                break;
            case bool[] truths:
                Add(name, Array.ConvertAll(truths, truth => truth ? 1L : 0L), shape);
                break;
            default:
                throw new ArgumentException($"Arrays of {values.GetType().GetElementType()} are not supported.", nameof(values));
        }
    }

    /// <summary>Sets an input to zeros, or to no elements, in whatever type it has.</summary>
    public void AddZeros(string name, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (ElementType(name) is TensorElementType.Float or TensorElementType.Float16)
            Add(name, new float[count], shape);
        else
            Add(name, new long[count], shape);
    }

    /// <summary>Runs the graph; see <see cref="OnnxSession.Run"/>.</summary>
    public FloatTensor Run(CancellationToken cancellationToken)
    {
        if (Missing.ToArray() is { Length: > 0 } missing)
            throw new NotSupportedException($"'{session.Name}' takes inputs that are not known: {string.Join(", ", missing)}.");
        return session.Run(_values, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _values.Values)
            value.Dispose();
    }

    private TensorElementType ElementType(string name) => session.Inputs[name].ElementDataType;

    private NotSupportedException Unsupported(string name, TensorElementType type) =>
        new($"Input '{name}' of '{session.Name}' is {type}, which is not supported.");
}
