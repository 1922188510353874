using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Tests.Models;

public class SharedModelTests
{
    private readonly MLContext _context = new();

    [Fact]
    public void Use_SameFolderAndOptions_SharesTheModelUntilTheLastUseEnds()
    {
        var options = new LmmOptions { ThreadCount = 3 };
        var first = SharedModel.Use(SmallLmm.Folder, options, _context);
        var second = SharedModel.Use(Path.Combine(SmallLmm.Folder, "onnx", "..") + "/", options with { }, _context);
        second.Model.Should().BeSameAs(first.Model);

        first.Dispose();
        first.Dispose();
        using var third = SharedModel.Use(SmallLmm.Folder, options, _context);
        third.Model.Should().BeSameAs(second.Model);

        second.Dispose();
        third.Dispose();
        using var fourth = SharedModel.Use(SmallLmm.Folder, options, _context);
        fourth.Model.Should().NotBeSameAs(third.Model);
    }

    [Fact]
    public void Use_OtherOptions_OpensAnotherModel()
    {
        using var first = SharedModel.Use(SmallLmm.Folder, new LmmOptions(), _context);
        using var second = SharedModel.Use(SmallLmm.Folder, new LmmOptions { ThreadCount = 1 }, _context);

        second.Model.Should().NotBeSameAs(first.Model);
    }

    [Fact]
    public void Use_GpuOfTheContext_AppliesWhereTheOptionsNameNone()
    {
        var context = new MLContext { GpuDeviceId = 99 };

        FluentActions.Invoking(() => SharedModel.Use(SmallLmm.Folder, new LmmOptions(), context))
            .Should().Throw<InvalidOperationException>().WithMessage("*device 99*");
        FluentActions.Invoking(() => SharedModel.Use(SmallLmm.Folder, new LmmOptions { Provider = ExecutionProvider.DirectML }, context))
            .Should().Throw<InvalidOperationException>().WithMessage("*DirectML device 99*");
        FluentActions.Invoking(() => SharedModel.Use(SmallLmm.Folder, new LmmOptions { GpuDeviceId = 98 }, context))
            .Should().Throw<InvalidOperationException>().WithMessage("*device 98*");
        SharedModel.Use(SmallLmm.Folder, new LmmOptions { Provider = ExecutionProvider.Cpu }, context).Dispose();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Use_FallbackToCpu_IsSaidOnceInTheLog(bool byOptions, bool byContext)
    {
        var warnings = new List<string>();
        var context = new MLContext { FallbackToCpu = byContext };
        context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                warnings.Add(message.RawMessage);
        };
        var options = new LmmOptions { Provider = ExecutionProvider.DirectML, FallbackToCpu = byOptions, ThreadCount = 7 };

        using var first = SharedModel.Use(SmallLmm.Folder, options, context);
        using var second = SharedModel.Use(SmallLmm.Folder, options, context);
        using var extractor = second.Model.CreateHeadExtractor();
        extractor.Extract(new Prompt("Is it said?", []));

        warnings.Should().ContainSingle().Which.Should().Match("ONNX Runtime cannot use DirectML device 0: *The CPU is used instead.");
    }

    [Fact]
    public void Use_Forgotten_EndsWhenItIsCollected()
    {
        var options = new LmmOptions { ThreadCount = 5 };
        var model = Forget(options);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        using var next = SharedModel.Use(SmallLmm.Folder, options, _context);

        next.Model.Should().NotBeSameAs(model);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private MultimodalModel Forget(LmmOptions options) => SharedModel.Use(SmallLmm.Folder, options, _context).Model;
}
