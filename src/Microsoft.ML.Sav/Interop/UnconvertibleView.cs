using Microsoft.ML.Model.OnnxConverter;

namespace Microsoft.ML.Sav.Interop;

/// <summary>
/// A view that refuses ML.NET's <c>ConvertToOnnx</c>, which asks the views of a pipeline from the last to the first whether they can be
/// converted, and silently leaves out those before one that cannot.
/// </summary>
/// <param name="source">The view whose rows it reads.</param>
internal abstract class UnconvertibleView(IDataView source) : ITransformCanSaveOnnx
{
    private const string Message =
        "ConvertToOnnx cannot convert a pipeline that runs an LMM. SavTransformer.ExportOnnx(path) writes a classifier, with the part of the LMM that it needs, as ONNX; "
        + "features of FeaturizeWithLmm have no ONNX form. mlContext.Model.Save saves both.";

    public IDataView Source => source;

    public abstract DataViewSchema Schema { get; }

    public abstract bool CanShuffle { get; }

    public abstract long? GetRowCount();

    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    public abstract DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => throw new NotSupportedException(Message);

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx) => throw new NotSupportedException(Message);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("Data views of an LMM are not saved; save the transformer with mlContext.Model.Save.");
}
