using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Columns;

/// <summary>Errors of the input schema, worded as ML.NET's own.</summary>
internal static class SchemaMismatch
{
    private const string Parameter = "inputSchema";

    public static ArgumentOutOfRangeException CreateNotFoundException(string role, string name) =>
        new ArgumentOutOfRangeException(Parameter, $"Could not find {role} column '{name}'");

    public static ArgumentOutOfRangeException CreateWrongTypeException(string role, SchemaShape.Column column, string expected, string advice = "") =>
        new ArgumentOutOfRangeException(
            Parameter,
            $"Schema mismatch for {role} column '{column.Name}': expected {expected}, got {ColumnShapes.TypeName(column)}{advice}");
}
