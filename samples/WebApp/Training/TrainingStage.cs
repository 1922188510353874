namespace WebApp.Training;

internal enum TrainingStage
{
    /// <summary>There are fewer than two piles with photos.</summary>
    Waiting,

    /// <summary>Photos run through the LMM.</summary>
    Learning,

    /// <summary>The model knows all photos in piles.</summary>
    Ready,

    /// <summary>Training ended with an error; the model is as before.</summary>
    Failed,
}
