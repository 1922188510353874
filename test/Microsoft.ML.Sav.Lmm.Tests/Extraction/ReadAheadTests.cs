using Microsoft.ML.Sav.Lmm.Extraction;

namespace Microsoft.ML.Sav.Lmm.Tests.Extraction;

public class ReadAheadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(4, 8)]
    public void Run_WorkThatTakesDifferentTimes_ReturnsItemsInOrder(int threads, int capacity) =>
        ReadAhead.Run(Enumerable.Range(0, 100), (item, _) => Thread.Sleep(item % 7 == 0 ? 3 : 0), threads, capacity, CancellationToken.None)
            .Should().Equal(Enumerable.Range(0, 100));

    [Fact]
    public void Run_SlowConsumer_TakesABoundedNumberAhead()
    {
        var taken = 0;
        using var items = ReadAhead.Run(Enumerable.Range(0, 1000).Select(item => { Interlocked.Increment(ref taken); return item; }), (_, _) => { }, 2, 4, CancellationToken.None)
            .GetEnumerator();

        items.MoveNext().Should().BeTrue();
        Thread.Sleep(100);

        taken.Should().BeLessThanOrEqualTo(8);
    }

    [Fact]
    public void Run_SourceFails_ThrowsBehindTheItemsBeforeIt()
    {
        static IEnumerable<int> Items()
        {
            yield return 1;
            yield return 2;
            throw new InvalidOperationException("source");
        }
        var returned = new List<int>();

        var run = () =>
        {
            foreach (var item in ReadAhead.Run(Items(), (_, _) => { }, 2, 4, CancellationToken.None))
                returned.Add(item);
        };

        run.Should().Throw<InvalidOperationException>().WithMessage("source");
        returned.Should().Equal(1, 2);
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var run = () =>
        {
            foreach (var item in ReadAhead.Run(Enumerable.Range(0, int.MaxValue), (_, _) => { }, 2, 4, cancellation.Token))
            {
                if (item == 10)
                    cancellation.Cancel();
            }
        };

        run.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Run_GivenUpEarly_EndsItsThreads()
    {
        var isDisposed = false;
        IEnumerable<int> Items()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                isDisposed = true;
            }
        }

        ReadAhead.Run(Items(), (_, _) => { }, 2, 4, CancellationToken.None).First().Should().Be(0);

        isDisposed.Should().BeTrue();
    }
}
