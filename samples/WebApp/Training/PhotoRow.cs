namespace WebApp.Training;

/// <summary>A row for ML.NET.</summary>
public sealed class PhotoRow
{
    public string ImagePath { get; set; } = "";

    /// <summary>Empty for none.</summary>
    public string Label { get; set; } = "";
}
