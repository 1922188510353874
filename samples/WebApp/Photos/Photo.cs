namespace WebApp.Photos;

/// <summary>A photo that was uploaded.</summary>
/// <param name="Id">SHA-256 of its bytes, so that a photo is there once.</param>
/// <param name="ContentType">Found from its content.</param>
/// <param name="Pile">The pile it is in; <see langword="null"/> while it is unsorted.</param>
/// <param name="Label">The pile's name.</param>
/// <param name="Learned">The label that the model learned it with; <see langword="null"/> if it did not.</param>
internal sealed record Photo(string Id, string ContentType, long? Pile, string? Label, string? Learned);
