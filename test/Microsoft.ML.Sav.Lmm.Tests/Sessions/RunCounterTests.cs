using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions;

public class RunCounterTests
{
    private int _closed;

    [Fact]
    public void Close_NoRunInProgress_ClosesOnce()
    {
        var uses = Create();

        uses.Close();
        uses.Close();

        _closed.Should().Be(1);
    }

    [Fact]
    public void Close_RunInProgress_ClosesWhenItEnds()
    {
        var uses = Create();
        uses.Enter();

        uses.Close();
        _closed.Should().Be(0);

        uses.Leave();
        _closed.Should().Be(1);
    }

    [Fact]
    public void Enter_Closed_Throws()
    {
        var uses = Create();
        uses.Close();

        uses.Invoking(closed => closed.Enter()).Should().Throw<ObjectDisposedException>().WithMessage("*decoder.onnx*");
    }

    private RunCounter Create() => new("decoder.onnx", () => _closed++);
}
