using System.Runtime.CompilerServices;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Tests.Models;

public class LeasePoolTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly LeasePool<string, Resource> _pool = new();
    private int _opened;

    [Fact]
    public void Lease_SameKey_SharesTheResourceUntilTheLastLeaseEnds()
    {
        var first = _pool.Lease("a", Open);
        var second = _pool.Lease("a", Open);
        var resource = second.Value;
        resource.Should().BeSameAs(first.Value);

        first.Dispose();
        first.Dispose();
        resource.IsDisposed.Should().BeFalse();

        second.Dispose();
        resource.IsDisposed.Should().BeTrue();
        _pool.Lease("a", Open).Value.Should().NotBeSameAs(resource);
    }

    [Fact]
    public void Value_AfterDispose_Throws()
    {
        using var other = _pool.Lease("a", Open);
        var lease = _pool.Lease("a", Open);
        lease.Dispose();

        lease.Invoking(ended => ended.Value).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Lease_OtherKeyWhileOneOpens_DoesNotWait()
    {
        using var opening = new ManualResetEventSlim();
        using var proceed = new ManualResetEventSlim();
        var slow = Task.Run(() => _pool.Lease("slow", () =>
        {
            opening.Set();
            proceed.Wait(Limit);
            return Open();
        }));
        opening.Wait(Limit).Should().BeTrue();

        var fast = Task.Run(() => _pool.Lease("fast", Open));

        (await fast.WaitAsync(Limit)).Dispose();
        slow.IsCompleted.Should().BeFalse();
        proceed.Set();
        (await slow).Dispose();
    }

    [Fact]
    public async Task Lease_ManyThreadsDuringASlowOpening_OpensOnce()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () => _pool.Lease("a", OpenSlowly), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        _opened.Should().Be(1);
        leases.Select(lease => lease.Value).Distinct().Should().ContainSingle();
        var resource = leases[0].Value;
        Array.ForEach(leases, lease => lease.Dispose());
        resource.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public void Lease_ManyThreadsThatComeAndGo_NeverSeesADisposedResource()
    {
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            using var lease = _pool.Lease($"{i % 3}", Open);
            lease.Value.Use();
            Thread.Yield();
            lease.Value.Use();
        });

        using var next = _pool.Lease("0", Open);
        next.Value.IsDisposed.Should().BeFalse();
        Resource.CountOpen(_pool).Should().Be(1, "all other resources were closed with their last lease");
    }

    [Fact]
    public void Lease_OpeningFails_IsRetriedByTheNextCaller()
    {
        _pool.Invoking(pool => pool.Lease("a", () => throw new IOException("not yet"))).Should().Throw<IOException>();

        using var lease = _pool.Lease("a", Open);

        lease.Value.IsDisposed.Should().BeFalse();
    }

    [Fact]
    public async Task Lease_OpeningFails_FailsForThoseWhoWait()
    {
        using var waiting = new CountdownEvent(8);
        var leases = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                waiting.Signal();
                return _pool.Lease("a", () =>
                {
                    waiting.Wait(Limit);
                    Thread.Sleep(200);
                    Interlocked.Increment(ref _opened);
                    throw new IOException("broken");
                });
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();

        foreach (var lease in leases)
            await FluentActions.Awaiting(() => lease).Should().ThrowAsync<IOException>().WithMessage("broken");
        _opened.Should().BeLessThan(8);
    }

    [Fact]
    public void Lease_Forgotten_EndsAfterItIsCollected()
    {
        var resource = Forget();

        SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return resource.IsDisposed;
            },
            Limit).Should().BeTrue();
    }

    [Fact]
    public async Task Lease_ForgottenWhileAResourceOpens_DoesNotBlockTheFinalizer()
    {
        using var opening = new ManualResetEventSlim();
        using var proceed = new ManualResetEventSlim();
        var resource = Forget();
        var slow = Task.Run(() => _pool.Lease("slow", () =>
        {
            opening.Set();
            proceed.Wait(Limit);
            return Open();
        }));
        opening.Wait(Limit).Should().BeTrue();

        await Task.Run(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }).WaitAsync(Limit);

        SpinWait.SpinUntil(() => resource.IsDisposed, Limit).Should().BeTrue();
        slow.IsCompleted.Should().BeFalse();
        proceed.Set();
        (await slow).Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Resource Forget() => _pool.Lease("forgotten", Open).Value;

    private Resource Open()
    {
        Interlocked.Increment(ref _opened);
        return new Resource(_pool);
    }

    private Resource OpenSlowly()
    {
        Thread.Sleep(200);
        return Open();
    }

    private sealed class Resource : IDisposable
    {
        private static readonly ConditionalWeakTable<object, StrongBox<int>> Counts = [];

        private readonly StrongBox<int> _count;

        public Resource(object owner)
        {
            _count = Counts.GetOrCreateValue(owner);
            Interlocked.Increment(ref _count.Value);
        }

        public bool IsDisposed { get; private set; }

        public static int CountOpen(object owner) => Counts.GetOrCreateValue(owner).Value;

        public void Use() => ObjectDisposedException.ThrowIf(IsDisposed, this);

        public void Dispose()
        {
            IsDisposed.Should().BeFalse("a resource is closed once");
            IsDisposed = true;
            Interlocked.Decrement(ref _count.Value);
        }
    }
}
