namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>A row to predict.</summary>
/// <param name="Image">An encoded image (JPEG, PNG, WebP, GIF, BMP); <see langword="null"/> for none. Its format is found from its content.</param>
/// <param name="Text">The text; <see langword="null"/> for none.</param>
public sealed record SavInput(byte[]? Image = null, string? Text = null);
