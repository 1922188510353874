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

    /// <summary>Sets an input of 0, or of no elements, in whatever type it has.</summary>
    public void AddZeros(string name, params long[] shape) =>
        _values.Add(name, OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, ElementType(name), shape));

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
