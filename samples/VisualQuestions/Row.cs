namespace VisualQuestions;

/// <summary>An image, a question about it, and the answer.</summary>
internal sealed class Row
{
    public string ImagePath { get; set; } = "";

    public string Question { get; set; } = "";

    public string Answer { get; set; } = "";
}
