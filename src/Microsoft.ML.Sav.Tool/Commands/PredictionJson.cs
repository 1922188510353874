using System.Text.Json.Serialization;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>A row of <c>sav predict --json</c>.</summary>
/// <param name="Image">Paths of the images.</param>
/// <param name="Question">The text.</param>
/// <param name="Predicted">The class; <see langword="null"/> if the row is rejected.</param>
/// <param name="Scores">Score per class.</param>
/// <param name="Rejected">Whether the row is rejected; left out if the model rejects none.</param>
/// <param name="Labels">The classes that hold the true one with the coverage; left out without <c>--coverage</c>.</param>
/// <param name="Top">The likeliest classes; left out without <c>--top</c>.</param>
internal sealed record PredictionJson(
    string[] Image,
    string Question,
    string? Predicted,
    IReadOnlyDictionary<string, float> Scores,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Rejected,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Labels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Top);
