using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// A tensor that a session returned, where the session's device left it. Its memory, of whose size the garbage collector is told, goes
/// when nothing refers to it any more: threads may still use what another has replaced.
/// </summary>
internal sealed class DeviceTensor
{
    private readonly long _bytes;

    /// <param name="value">The tensor, which belongs to this object from now on.</param>
    public DeviceTensor(OrtValue value)
    {
        Value = value;
        _bytes = Math.Max(1, value.GetTensorSizeInBytes());
        GC.AddMemoryPressure(_bytes);
    }

    ~DeviceTensor() => GC.RemoveMemoryPressure(_bytes); // the value's finalizer releases it

    /// <summary>The tensor.</summary>
    public OrtValue Value { get; }
}
