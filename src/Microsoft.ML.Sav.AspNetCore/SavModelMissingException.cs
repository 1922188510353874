namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>There is no model to predict with: the file is missing (<see cref="SavPredictorOptions.AllowMissingModel"/>), or the host is not started.</summary>
public sealed class SavModelMissingException : InvalidOperationException
{
    internal SavModelMissingException(string modelPath)
        : base($"No model is loaded from '{Path.GetFileName(modelPath)}'. Train one, or start the host, before predicting.")
    {
    }
}
