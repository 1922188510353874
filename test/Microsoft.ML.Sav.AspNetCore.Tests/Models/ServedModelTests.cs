using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.Sav.AspNetCore.Models;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Models;

[Collection(ServerCollection.Name)]
public sealed class ServedModelTests(SavedModels models)
{
    [Fact]
    public void Release_LastUser_DisposesOfTransformer()
    {
        var model = Load();
        model.TryAcquire().Should().BeTrue();
        SavInput[] rows = [new(SavedModels.ReadPhoto("sneaker"))];

        model.Release();
        model.Predict(rows).Should().ContainSingle("one user is left");
        model.Release();

        model.Invoking(closed => closed.Predict(rows).Count()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void TryAcquire_Closed_ReturnsFalse()
    {
        var model = Load();

        model.Release();

        model.TryAcquire().Should().BeFalse();
    }

    private ServedModel Load() => new ModelLoader(models.Shoes, new SavPredictorOptions(), NullLogger.Instance).Load();
}
