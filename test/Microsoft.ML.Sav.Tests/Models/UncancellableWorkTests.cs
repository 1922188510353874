using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Tests.Models;

public class UncancellableWorkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_Cancelled_ReturnsAtOnceAndDisposesOfTheResultLater()
    {
        using var source = new CancellationTokenSource();
        using var hasStarted = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var resource = new Resource();
        var running = Task.Run(() => UncancellableWork.Run(() => WaitFor(mayEnd, resource, hasStarted), source.Token));
        hasStarted.Wait(Patience).Should().BeTrue();

        source.Cancel();

        await running.Invoking(task => task.WaitAsync(Patience)).Should().ThrowAsync<OperationCanceledException>();
        resource.IsDisposed.IsSet.Should().BeFalse("the work still runs");
        mayEnd.Set();
        resource.IsDisposed.Wait(Patience).Should().BeTrue();
    }

    [Fact]
    public void Run_CancelledBefore_DoesNothing() =>
        FluentActions.Invoking(() => UncancellableWork.Run<Resource>(() => throw new InvalidOperationException(), new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_NotCancelled_ReturnsOrThrowsWhatTheWorkDoes(bool canBeCancelled)
    {
        using var source = new CancellationTokenSource();
        var token = canBeCancelled ? source.Token : CancellationToken.None;
        var resource = new Resource();

        UncancellableWork.Run(() => resource, token).Should().BeSameAs(resource);
        FluentActions.Invoking(() => UncancellableWork.Run<Resource>(() => throw new InvalidDataException("why"), token)).Should().Throw<InvalidDataException>().WithMessage("why");
        resource.IsDisposed.IsSet.Should().BeFalse();
    }

    private static Resource WaitFor(ManualResetEventSlim signal, Resource resource, ManualResetEventSlim hasStarted)
    {
        hasStarted.Set();
        signal.Wait(Patience);
        return resource;
    }

    private sealed class Resource : IDisposable
    {
        public ManualResetEventSlim IsDisposed { get; } = new();

        public void Dispose() => IsDisposed.Set();
    }
}
