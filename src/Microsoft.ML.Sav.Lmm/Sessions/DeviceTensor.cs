using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// A tensor in the memory of a session's device. It is released by the garbage collector, since other threads may still use a tensor that
/// was replaced in a cache.
/// </summary>
internal sealed class DeviceTensor
{
    private readonly long _bytes;

    /// <param name="value">The tensor; this object takes ownership.</param>
    public DeviceTensor(OrtValue value)
    {
        Value = value;
        _bytes = Math.Max(1, value.GetTensorSizeInBytes());
        GC.AddMemoryPressure(_bytes);
    }

    ~DeviceTensor() => GC.RemoveMemoryPressure(_bytes); // The value's own finalizer releases the memory.

    /// <summary>The tensor.</summary>
    public OrtValue Value { get; }
}
