using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// The inputs of one run by their usual names, each in the element type that the graph asks for. Arrays are not copied unless the type
/// differs. What a graph does not take is left out.
/// </summary>
internal sealed class TensorFeed(OnnxSession session) : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = [];
    private readonly List<OrtValue> _own = [];

    /// <summary>Whether the graph has an input of that name.</summary>
    public bool Takes(string name) => session.InputNamed(name) is not null;

    /// <summary>The graph's own names of the inputs that have no value yet.</summary>
    public IReadOnlyList<string> Missing => [.. session.Inputs.Keys.Where(name => !_values.ContainsKey(name))];

    /// <summary>Sets an input from floats.</summary>
    public void Add(string name, float[] values, params long[] shape) => Add(name, type => type switch
    {
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(values, shape),
        TensorElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape),
        _ => null,
    });

    /// <summary>Sets an input from whole numbers.</summary>
    public void Add(string name, long[] values, params long[] shape) => Add(name, type => type switch
    {
        TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(values, shape),
        TensorElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape),
        TensorElementType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value != 0), shape),
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (float)value), shape),
        _ => null,
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

    /// <summary>Sets an input to a tensor that a session returned.</summary>
    public void Add(string name, DeviceTensor tensor) => _values.Add(name, tensor.Value);

    /// <summary>Sets the inputs that an image processor made; a graph may want them with a dimension for the batch in front.</summary>
    public void AddImages(ProcessedImages images)
    {
        foreach (var tensor in images.Tensors)
        {
            if (session.InputNamed(tensor.Name) is not { } name)
                continue;
            long[] shape = [.. tensor.Shape];
            Add(name, tensor.Data, session.Inputs[name].Dimensions.Length == shape.Length + 1 ? [1, .. shape] : shape);
        }
    }

    /// <summary>Sets an input to zeros, or to no elements, in whatever type it has.</summary>
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
        ? throw new NotSupportedException($"'{session.Name}' takes inputs that are not known, or that this prompt does not have: {string.Join(", ", missing)}.")
        : _values;

    private void Add(string usualName, Func<TensorElementType, OrtValue?> create)
    {
        if (session.InputNamed(usualName) is not { } name)
            return;
        var type = session.Inputs[name].ElementDataType;
        var value = create(type) ?? throw new NotSupportedException($"Input '{name}' of '{session.Name}' is {type}, which is not supported.");
        _own.Add(value);
        _values.Add(name, value);
    }
}
