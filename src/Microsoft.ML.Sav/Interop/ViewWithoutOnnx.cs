using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Interop;

/// <summary>
/// A data view at which <c>mlContext.Model.ConvertToOnnx</c> throws. ML.NET leaves out a view that it does not know, and all before it,
/// without a word, and one that only says that it cannot be converted with a warning in the log.
/// </summary>
/// <param name="input">The view that this one is computed from.</param>
internal abstract class ViewWithoutOnnx(IDataView input) : ITransformCanSaveOnnx
{
    IDataView IDataTransform.Source => input;

    /// <inheritdoc/>
    public abstract DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    /// <inheritdoc/>
    public abstract DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);

    /// <exception cref="NotSupportedException">Always.</exception>
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => throw CreateException();

    void ITransformCanSaveOnnx.SaveAsOnnx(OnnxContext ctx) => throw CreateException();

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException($"Save the {nameof(SavTransformer)} with mlContext.Model.Save, not the data that it scored.");

    private static NotSupportedException CreateException() => new(
        $"ConvertToOnnx cannot convert a {nameof(SavTransformer)}, whose LMM takes token ids and pixels instead of columns. "
        + $"Call {nameof(SavTransformer)}.{nameof(SavTransformer.ExportOnnx)}, which writes classifier and LMM as one ONNX model.");
}
