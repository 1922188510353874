using Microsoft.Extensions.Options;

namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>Refuses impossible options when the host starts.</summary>
internal sealed class SavPredictorOptionsValidation : IValidateOptions<SavPredictorOptions>
{
    public ValidateOptionsResult Validate(string? name, SavPredictorOptions options) =>
        options.FindProblem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
