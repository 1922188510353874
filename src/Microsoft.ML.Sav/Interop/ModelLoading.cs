using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Loads a transformer when ML.NET meets its signature in a model file.</summary>
internal static class ModelLoading
{
    /// <summary>Loads, and logs the reason if that fails.</summary>
    public static T Run<T>(IHostEnvironment environment, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception exception)
        {
            // ML.NET wraps a marked exception in an InvalidOperationException "Error during class instantiation", so the log gets the reason.
            exception.Data[Contracts.IsMarkedKey] = true;
            using var channel = environment.Start("Loading");
            channel.Error(exception.Message);
            throw;
        }
    }
}
