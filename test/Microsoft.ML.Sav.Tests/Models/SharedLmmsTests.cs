using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Tests.Models;

public class SharedLmmsTests
{
    private readonly MLContext _context = new();

    [Fact]
    public void Open_SameFolderAndOptions_SharesTheModelUntilTheLastUseEnds()
    {
        var options = new LmmOptions { ThreadCount = 3 };
        var first = SharedLmms.Open(SmallLmm.Folder, options, _context);
        var second = SharedLmms.Open(Path.Combine(SmallLmm.Folder, "onnx", "..") + "/", options with { }, _context);
        var lmm = first.Value;
        second.Value.Should().BeSameAs(lmm);

        first.Dispose();
        using (var third = SharedLmms.Open(SmallLmm.Folder, options, _context))
            third.Value.Should().BeSameAs(lmm);

        second.Dispose();
        using var fourth = SharedLmms.Open(SmallLmm.Folder, options, _context);
        fourth.Value.Should().NotBeSameAs(lmm);
    }

    [Fact]
    public void Open_OtherOptions_OpensAnotherModel()
    {
        using var first = SharedLmms.Open(SmallLmm.Folder, new LmmOptions(), _context);
        using var second = SharedLmms.Open(SmallLmm.Folder, new LmmOptions { ThreadCount = 1 }, _context);

        second.Value.Should().NotBeSameAs(first.Value);
    }

    [Fact]
    public void Open_GpuOfTheContext_AppliesIfTheOptionsNameNone()
    {
        var context = new MLContext { GpuDeviceId = 99 };

        FluentActions.Invoking(() => SharedLmms.Open(SmallLmm.Folder, new LmmOptions(), context))
            .Should().Throw<InvalidOperationException>().WithMessage("*device 99*");
        FluentActions.Invoking(() => SharedLmms.Open(SmallLmm.Folder, new LmmOptions { Provider = ExecutionProvider.DirectML }, context))
            .Should().Throw<InvalidOperationException>().WithMessage("*DirectML device 99*");
        FluentActions.Invoking(() => SharedLmms.Open(SmallLmm.Folder, new LmmOptions { GpuDeviceId = 98 }, context))
            .Should().Throw<InvalidOperationException>().WithMessage("*device 98*");
        SharedLmms.Open(SmallLmm.Folder, new LmmOptions { Provider = ExecutionProvider.Cpu }, context).Dispose();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Open_FallbackToCpu_IsLoggedOnce(bool byOptions, bool byContext)
    {
        var warnings = new List<string>();
        var context = new MLContext { FallbackToCpu = byContext };
        context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                warnings.Add(message.RawMessage);
        };
        var options = new LmmOptions { Provider = ExecutionProvider.DirectML, FallbackToCpu = byOptions, ThreadCount = 7 };

        using var first = SharedLmms.Open(SmallLmm.Folder, options, context);
        using var second = SharedLmms.Open(SmallLmm.Folder, options, context);
        using var extractor = second.Value.CreateFeatureExtractor();
        extractor.Extract(new Prompt("Is it said?", []));

        warnings.Should().ContainSingle().Which.Should().Match("ONNX Runtime cannot use DirectML device 0: *The CPU is used instead.");
    }

    [Fact]
    public void Open_EqualHeadTapsInAnotherDictionary_SharesTheLmm()
    {
        using var lmm = MultimodalModel.Open(SmallLmm.Folder);
        LmmOptions Options(IEnumerable<KeyValuePair<int, string>> taps) => new() { HeadTaps = taps.ToDictionary(), ThreadCount = 6 };

        using var first = SharedLmms.Open(SmallLmm.Folder, Options(lmm.HeadTaps), _context);
        using var second = SharedLmms.Open(SmallLmm.Folder, Options(lmm.HeadTaps.Reverse()), _context);
        using var third = SharedLmms.Open(SmallLmm.Folder, Options(lmm.HeadTaps.Take(1)), _context);

        second.Value.Should().BeSameAs(first.Value);
        third.Value.Should().NotBeSameAs(first.Value);
    }

    [Fact]
    public void Open_HeadTapsChangedLater_ClosesTheLmmWithTheLastLease()
    {
        var taps = new Dictionary<int, string>();
        var lease = SharedLmms.Open(SmallLmm.Folder, new LmmOptions { HeadTaps = taps, ThreadCount = 4 }, _context);
        var lmm = lease.Value;
        taps.Add(100, "changed");

        lease.Dispose();

        using var next = SharedLmms.Open(SmallLmm.Folder, new LmmOptions { ThreadCount = 4 }, _context);
        next.Value.Should().NotBeSameAs(lmm);
    }
}
