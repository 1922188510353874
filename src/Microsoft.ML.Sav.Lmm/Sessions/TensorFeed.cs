using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// The inputs of one run, converted to the element types that the graph expects. Arrays are copied only if the type differs. Inputs that the
/// graph lacks are ignored.
/// </summary>
internal sealed class TensorFeed(OnnxSession session) : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = [];
    private readonly List<OrtValue> _own = [];

    /// <summary>Whether the graph has an input.</summary>
    public bool HasInput(string name) => session.FindInput(name) is not null;

    /// <summary>The graph's own names of the inputs that have no value yet.</summary>
    public IReadOnlyList<string> Missing => [.. session.Inputs.Keys.Where(name => !_values.ContainsKey(name))];

    /// <summary>Sets an input from floats.</summary>
    public void Add(string name, float[] values, params long[] shape) => Add(name, type => type switch
    {
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(values, shape),
        TensorElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape),
        _ => null,
    });

    /// <summary>Sets an input from integers.</summary>
    public void Add(string name, long[] values, params long[] shape) => Add(name, type => type switch
    {
        TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(values, shape),
        TensorElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape),
        TensorElementType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value != 0), shape),
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (float)value), shape),
        _ => null,
    });

    /// <summary>Sets an input from an array of floats, 64-bit integers or booleans.</summary>
    public void Add(string name, Array values, params long[] shape)
    {
        switch (values)
        {
            case float[] floats:
                Add(name, floats, shape);
                break;
            case long[] integers:
                Add(name, integers, shape);
                break;
            case bool[] booleans:
                Add(name, Array.ConvertAll(booleans, boolean => boolean ? 1L : 0L), shape);
                break;
            default:
                throw new ArgumentException($"Arrays of {values.GetType().GetElementType()} are not supported.", nameof(values));
        }
    }

    /// <summary>Sets an input to a tensor on the device.</summary>
    public void Add(string name, DeviceTensor tensor) => _values.Add(name, tensor.Value);

    /// <summary>Sets the inputs of an image processor, with a batch dimension in front if the graph expects one.</summary>
    public void AddImages(ProcessedImages images)
    {
        foreach (var tensor in images.Tensors)
        {
            if (session.FindInput(tensor.Name) is not { } name)
                continue;
            long[] shape = [.. tensor.Shape];
            Add(name, tensor.Data, session.Inputs[name].Dimensions.Length == shape.Length + 1 ? [1, .. shape] : shape);
        }
    }

    /// <summary>Sets an input to zeros, in the type that the graph expects.</summary>
    public void AddZeros(string name, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (session.Inputs[name].ElementDataType is TensorElementType.Float or TensorElementType.Float16)
            Add(name, new float[count], shape);
        else
            Add(name, new long[count], shape);
    }

    /// <summary>Runs the graph; see <see cref="OnnxSession.Run"/>.</summary>
    /// <exception cref="NotSupportedException">The graph has an input without a value.</exception>
    public FloatTensor[] Run(IReadOnlyCollection<string> outputs, CancellationToken cancellationToken) =>
        session.Run(AllValues(), outputs, cancellationToken);

    /// <summary>Runs the graph; see <see cref="OnnxSession.RunOnDevice"/>.</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    public DeviceTensor[] RunOnDevice(IReadOnlyCollection<string> outputs, CancellationToken cancellationToken) =>
        session.RunOnDevice(AllValues(), outputs, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _own)
            value.Dispose();
    }

    private Dictionary<string, OrtValue> AllValues() => Missing is { Count: > 0 } missing
        ? throw new NotSupportedException($"'{session.Name}' has inputs that are unknown or that this prompt does not provide: {string.Join(", ", missing)}.")
        : _values;

    private void Add(string usualName, Func<TensorElementType, OrtValue?> create)
    {
        if (session.FindInput(usualName) is not { } name)
            return;
        var type = session.Inputs[name].ElementDataType;
        var value = create(type) ?? throw new NotSupportedException($"Input '{name}' of '{session.Name}' is {type}, which is not supported.");
        _own.Add(value);
        _values.Add(name, value);
    }
}
