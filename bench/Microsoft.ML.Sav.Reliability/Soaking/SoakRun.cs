namespace Microsoft.ML.Sav.Reliability.Soaking;

/// <summary>Uses the library from many threads in every way at once: predicts, trains, cancels, loads and disposes, and compares every score to the bit.</summary>
internal static class SoakRun
{
    private const int Operations = 40;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static SoakReport Run(int threads, TimeSpan duration, int seed)
    {
        var report = new SoakReport();
        var folder = Directory.CreateTempSubdirectory("sav-soak-").FullName;
        var tasks = SoakTask.CreateAll(folder);
        var end = DateTime.UtcNow + duration;
        var workers = Enumerable.Range(0, threads).Select(thread => new Thread(() => Work(tasks, thread, new Random(seed * 1000 + thread), end, report))).ToList();
        workers.ForEach(worker => worker.Start());
        while (DateTime.UtcNow < end)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            report.AddMemory(Environment.WorkingSet);
        }
        foreach (var worker in workers)
        {
            if (!worker.Join(Patience))
                report.AddError("A thread did not end.");
        }
        foreach (var task in tasks)
            task.Dispose();
        Directory.Delete(folder, recursive: true);
        return report;
    }

    // The first threads begin with one operation each, so that a short run has all of them.
    private static void Work(IReadOnlyList<SoakTask> tasks, int thread, Random random, DateTime end, SoakReport report)
    {
        for (var operation = thread; DateTime.UtcNow < end; operation = random.Next(Operations))
        {
            var task = tasks[random.Next(tasks.Count)];
            try
            {
                switch (operation)
                {
                    case 0:
                        Fit(task, CancellationToken.None, report);
                        break;
                    case 1 or 2:
                        FitAndCancel(task, random, report);
                        break;
                    case 3 or 4:
                        using (var loaded = task.Load())
                            Compare(task, loaded, random, report);
                        report.Count("models loaded and disposed of");
                        break;
                    case 5 or 6:
                        DisposeInUse(task, random, report);
                        break;
                    default:
                        Compare(task, task.Transformer, random, report);
                        break;
                }
            }
            catch (Exception exception)
            {
                report.AddError($"{task.Name}: {exception}");
            }
        }
    }

    private static void Compare(SoakTask task, SavTransformer transformer, Random random, SoakReport report)
    {
        int[] rows = [.. Enumerable.Range(0, random.Next(4) == 0 ? random.Next(2, 5) : 1).Select(_ => random.Next(task.Expected.Length))];
        if (task.CountDifferences(transformer, rows) is > 0 and var differences)
            report.AddError($"{task.Name}: {differences} of {rows.Length} rows have other scores than by one thread alone.");
        report.Count("predictions", rows.Length);
    }

    private static void Fit(SoakTask task, CancellationToken cancellationToken, SoakReport report)
    {
        using var trained = task.Fit(cancellationToken);
        if (task.CountDifferences(trained, [0]) > 0)
            report.AddError($"{task.Name}: training again gives another model.");
        report.Count("trainings");
    }

    private static void FitAndCancel(SoakTask task, Random random, SoakReport report)
    {
        using var source = new CancellationTokenSource(LongestDelay * random.NextDouble());
        try
        {
            Fit(task, source.Token, report);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            report.Count("trainings cancelled");
        }
    }

    // Whoever predicts at that moment gets the right scores, or an error that says what happened.
    private static void DisposeInUse(SoakTask task, Random random, SoakReport report)
    {
        using var loaded = task.Load();
        var user = Task.Run(() =>
        {
            for (var row = 0; row < task.Expected.Length; row++)
            {
                if (task.CountDifferences(loaded, [row]) > 0)
                    report.AddError($"{task.Name}: another score while the transformer is disposed of.");
            }
        });
        Thread.Sleep(LongestDelay * random.NextDouble());
        loaded.Dispose();
        try
        {
            user.Wait();
        }
        catch (AggregateException exception) when (exception.GetBaseException() is ObjectDisposedException)
        {
            report.Count("uses ended by Dispose");
        }
    }
}
