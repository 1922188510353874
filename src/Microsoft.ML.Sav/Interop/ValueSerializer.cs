using Microsoft.ML.Data;
using Microsoft.ML.Data.IO;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Writes and reads a value together with its type, as ML.NET does in its own model files.</summary>
internal static class ValueSerializer
{
    /// <exception cref="NotSupportedException">ML.NET has no binary form of the type.</exception>
    public static void Write<T>(IHostEnvironment environment, Stream stream, DataViewType type, T value)
    {
        if (!new BinarySaver(environment, new BinarySaver.Arguments()).TryWriteTypeAndValue(stream, type, ref value, out _))
            throw new NotSupportedException($"Values of type {type} cannot be saved.");
    }

    /// <exception cref="InvalidDataException">The stream holds no value of a known type.</exception>
    public static (DataViewType Type, object Value) Read(IHostEnvironment environment, Stream stream) =>
        new BinarySaver(environment, new BinarySaver.Arguments()).TryLoadTypeAndValue(stream, out var type, out var value)
            ? (type, value)
            : throw new InvalidDataException("The model file holds a value of an unknown type.");
}
