namespace WebApp.Photos;

/// <summary>A class, as the page shows it: a name and photos.</summary>
internal sealed record Pile(long Id, string Name);
