namespace IssueLabeler;

/// <summary>One probability per area.</summary>
internal sealed class IssuePrediction
{
    public float[] Score { get; set; } = [];
}
