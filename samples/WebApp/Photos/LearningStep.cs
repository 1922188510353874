namespace WebApp.Photos;

/// <summary>A step in the life of the model.</summary>
/// <param name="Photos">Number of photos that it had learned.</param>
/// <param name="Accuracy">Share of them that it recognises by leave-one-out.</param>
internal sealed record LearningStep(int Photos, double Accuracy);
