namespace Microsoft.ML.Sav.Results.Figures;

/// <summary>A curve.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Color">Its colour, #RRGGBB.</param>
/// <param name="IsDashed">Whether it is dashed.</param>
/// <param name="Points">Its points.</param>
internal sealed record Curve(string Name, string Color, bool IsDashed, IReadOnlyList<Point> Points);
