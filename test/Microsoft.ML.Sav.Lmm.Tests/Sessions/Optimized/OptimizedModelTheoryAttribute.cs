namespace Microsoft.ML.Sav.Lmm.Tests.Sessions.Optimized;

/// <inheritdoc cref="OptimizedModelFactAttribute"/>
internal sealed class OptimizedModelTheoryAttribute : TheoryAttribute
{
    public OptimizedModelTheoryAttribute() => Skip = OptimizedModelFactAttribute.Reason;
}
