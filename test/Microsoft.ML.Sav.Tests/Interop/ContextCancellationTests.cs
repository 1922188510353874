using System.Reflection;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Tests.Interop;

public class ContextCancellationTests
{
    [Fact]
    public void Token_ContextCancelled_IsCancelledWithinASecond()
    {
        var context = new MLContext();
        using var cancellation = new ContextCancellation(((IHostEnvironment)context).Register("test"));
        cancellation.Token.IsCancellationRequested.Should().BeFalse();

        typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(context, null);

        cancellation.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1)).Should().BeTrue();
    }

    [Fact]
    public void Token_OtherTokenCancelled_IsCancelled()
    {
        using var source = new CancellationTokenSource();
        using var cancellation = new ContextCancellation(new MLContext(), source.Token);

        source.Cancel();

        cancellation.Token.IsCancellationRequested.Should().BeTrue();
    }
}
