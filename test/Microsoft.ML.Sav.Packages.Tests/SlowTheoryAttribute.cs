namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>As <see cref="SlowFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowTheoryAttribute : TheoryAttribute
{
    public SlowTheoryAttribute() => Skip = new SlowFactAttribute().Skip;
}
