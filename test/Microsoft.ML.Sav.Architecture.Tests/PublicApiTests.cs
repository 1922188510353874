using System.Reflection;
using PublicApiGenerator;

namespace Microsoft.ML.Sav.Architecture.Tests;

/// <summary>The public surface of each package is in its PublicApi.txt, so that a change of it is seen in review.</summary>
public class PublicApiTests
{
    /// <summary>Set to 1, it makes these tests write the files.</summary>
    private const string UpdateVariable = "SAV_UPDATE_API";

    public static TheoryData<string> Libraries => [.. Product.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_OfAPackage_IsTheOneCheckedIn(string project)
    {
        // .NET's namespaces begin with Microsoft, and the generator leaves them out unless told.
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] };
        var api = Assembly.LoadFrom(Product.AssemblyPathOf(project)).GeneratePublicApi(options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Product.Source, project, "PublicApi.txt");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(file, api);

        File.ReadAllText(file).ReplaceLineEndings("\n").Should().Be(api, $"a change of the public API is recorded with {UpdateVariable}=1 dotnet test test/Microsoft.ML.Sav.Architecture.Tests");
    }
}
