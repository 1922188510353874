using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Columns;

/// <summary>Errors of the input schema, in ML.NET's words.</summary>
internal static class SchemaMismatch
{
    private const string Parameter = "inputSchema";

    public static Exception NotFound(string role, string name) =>
        new ArgumentOutOfRangeException(Parameter, $"Could not find {role} column '{name}'");

    public static Exception WrongType(string role, SchemaShape.Column column, string expected, string advice = "") =>
        new ArgumentOutOfRangeException(
            Parameter,
            $"Schema mismatch for {role} column '{column.Name}': expected {expected}, got {ColumnShapes.TypeName(column)}{advice}");
}
