namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>A test that packs, restores or installs, which takes minutes: it runs in CI, and elsewhere with the environment variable CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowFactAttribute : FactAttribute
{
    public SlowFactAttribute()
    {
        if (!IsEnabled)
            Skip = "Packs and installs the packages, which takes minutes. Set CI=true to run it.";
    }

    public static bool IsEnabled { get; } = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}
