using WebApp.Photos;

namespace WebApp.Training;

/// <summary>What the page shows about training.</summary>
/// <param name="Stage">What happens now.</param>
/// <param name="Done">Photos that were learned so far.</param>
/// <param name="Total">Photos to learn.</param>
/// <param name="Message">Why training failed.</param>
/// <param name="Accuracy">By leave-one-out; <see langword="null"/> without a model, or if a pile has one photo only.</param>
/// <param name="History">Accuracy after each step.</param>
internal sealed record TrainingStatus(
    TrainingStage Stage, int Done = 0, int Total = 0, string? Message = null, double? Accuracy = null, IReadOnlyList<LearningStep>? History = null);
