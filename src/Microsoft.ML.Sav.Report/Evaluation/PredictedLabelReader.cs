using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Reads whether a row was rejected: its predicted label is a missing key, or the empty string that <c>MapKeyToValue</c> makes of it.</summary>
internal static class PredictedLabelReader
{
    /// <summary>Finds the keys of a <see cref="SavTransformer"/>, which <c>MapKeyToValue</c> hides if it writes values of the same name: numbers cannot be missing.</summary>
    public static DataViewSchema.Column? FindKeys(DataViewSchema schema, string name) =>
        schema.Where(column => column.Name == name && column.Type is KeyDataViewType).Cast<DataViewSchema.Column?>().LastOrDefault();

    /// <exception cref="ArgumentException">The column is neither a key nor a string.</exception>
    public static Func<bool> CreateIsMissing(DataViewRow row, DataViewSchema.Column predicted)
    {
        if (predicted.Type is TextDataViewType)
        {
            var readText = row.GetGetter<ReadOnlyMemory<char>>(predicted);
            var text = default(ReadOnlyMemory<char>);
            return () =>
            {
                readText(ref text);
                return text.IsEmpty;
            };
        }
        if (predicted.Type is not KeyDataViewType)
            throw new ArgumentException($"Expected a predicted label column of keys or strings, found '{predicted.Name}' of type {predicted.Type}.");
        var readKey = row.GetGetter<uint>(predicted);
        var key = 0u;
        return () =>
        {
            readKey(ref key);
            return key == 0;
        };
    }
}
