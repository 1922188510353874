using System.Reflection;
using System.Runtime.Loader;

namespace Microsoft.ML.Sav.Tests.Interop;

public class OlderMachineLearningTests
{
    [Fact]
    public void GetTypes_WithoutImageAnalytics_FindsAll()
    {
        // ML.NET calls it when it loads a model, and does not stand a type that cannot be loaded
        var product = typeof(SavEstimator).Assembly;
        var context = new WithoutImageAnalytics();

        var types = context.LoadFromAssemblyPath(product.Location).GetTypes();

        types.Should().HaveCount(product.GetTypes().Length);
    }

    private sealed class WithoutImageAnalytics() : AssemblyLoadContext("without image analytics")
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name == "Microsoft.ML.ImageAnalytics" ? throw new FileNotFoundException(name.Name) : null;
    }
}
