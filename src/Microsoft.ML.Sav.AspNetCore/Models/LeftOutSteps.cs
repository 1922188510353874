using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Sav.AspNetCore.Models;

/// <summary>Finds steps of a pipeline that a prediction depends on, although a server runs the <see cref="SavTransformer"/> alone.</summary>
internal static class LeftOutSteps
{
    /// <summary>Returns the first step that writes a column which the transformer reads, and the column; <see langword="null"/> without one. Loading images does not count.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="transformer">A step of it.</param>
    /// <param name="schema">Columns of the rows that the pipeline starts with.</param>
    public static (ITransformer Step, string Column)? Find(ITransformer pipeline, SavTransformer transformer, DataViewSchema schema)
    {
        string[] read = [.. new[] { transformer.ImageColumnName, transformer.TextColumnName }.OfType<string>()];
        foreach (var step in Flatten(pipeline).TakeWhile(step => step != transformer))
        {
            if (TransformSchema(step, schema) is not { } output)
                continue;
            // A column that is written is the last of its name. When others are dropped, the index of those that are left changes, too.
            if (step is not (ImageLoadingTransformer or ColumnSelectingTransformer) && Array.Find(read, name => GetIndex(output, name) != GetIndex(schema, name)) is { } column)
                return (step, column);
            schema = output;
        }
        return null;
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer pipeline) =>
        pipeline is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [pipeline];

    // A step may need columns that rows to predict lack, such as the label.
    private static DataViewSchema? TransformSchema(ITransformer step, DataViewSchema schema)
    {
        try
        {
            return step.GetOutputSchema(schema);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static int? GetIndex(DataViewSchema schema, string name) => schema.GetColumnOrNull(name)?.Index;
}
