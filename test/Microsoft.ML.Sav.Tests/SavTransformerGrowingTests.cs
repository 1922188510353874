using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

/// <summary>A model that grows or forgets equals one that is trained on the rows that are left.</summary>
public sealed class SavTransformerGrowingTests : IDisposable
{
    private readonly Growing _growing = new();

    public static TheoryData<ClassifierKind> Kinds => new(Enum.GetValues<ClassifierKind>());

    [Theory, MemberData(nameof(Kinds))]
    public void Update_MoreRowsAndANewClass_EqualsFitOnAllRows(ClassifierKind kind)
    {
        Question[] first = [.. Growing.Animals(4), .. Growing.Weather(3)];
        Question[] more = [.. Growing.Weather(2, start: 3), .. Growing.Food(3), .. Growing.Animals(1, start: 4)];
        using var transformer = _growing.Fit(kind, first);

        using var updated = transformer.Update(_growing.Load(more));

        using var expected = _growing.Fit(kind, [.. first, .. more]);
        _growing.RequireSame(updated, expected);
        updated.Model.ClassNames.Should().Equal("animals", "weather", "food");
        transformer.Model.ClassNames.Should().Equal("animals", "weather");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Update_InAnyOrder_GivesTheSameClassifier(ClassifierKind kind)
    {
        var parts = new[] { Growing.Animals(2, start: 4), Growing.Weather(2, start: 4), Growing.Food(3) };
        Question[] first = [.. Growing.Animals(3), .. Growing.Weather(3)];
        using var expected = _growing.Fit(kind, [.. first, .. parts.SelectMany(part => part)]);

        foreach (var order in new int[][] { [2, 0, 1], [1, 2, 0], [2, 1, 0] })
        {
            var updated = order.Aggregate(_growing.Fit(kind, first), (transformer, part) => transformer.Update(_growing.Load(parts[part])));
            _growing.RequireSame(updated, expected);
        }
    }

    [Fact]
    public void Update_Progress_IsReportedAfterEachRow()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, [.. Growing.Animals(2), .. Growing.Weather(2)]);
        var reports = new List<SavProgress>();

        using var updated = transformer.Update(_growing.Load(Growing.Food(3)), new SynchronousProgress<SavProgress>(reports.Add));

        reports.Should().Equal(new SavProgress(1, 3), new SavProgress(2, 3), new SavProgress(3, 3));
    }

    [Fact]
    public void Update_Cancelled_StopsAndLeavesTheTransformerAsItIs()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, [.. Growing.Animals(2), .. Growing.Weather(2)]);
        using var cancellation = new CancellationTokenSource();
        var reports = new List<SavProgress>();

        transformer.Invoking(it => it.Update(_growing.Load(Growing.Food(50)), new SynchronousProgress<SavProgress>(progress =>
        {
            reports.Add(progress);
            cancellation.Cancel();
        }), cancellation.Token)).Should().Throw<OperationCanceledException>();

        reports.Should().HaveCountLessThan(10);
        transformer.Model.Examples!.Count.Should().Be(4);
    }

    [Fact]
    public void Update_CancelledBefore_DoesNotReadRows()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, [.. Growing.Animals(2), .. Growing.Weather(2)]);

        transformer.Invoking(it => it.Update(_growing.Load(Unreadable()), cancellationToken: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();

        static IEnumerable<Question> Unreadable()
        {
            yield return Growing.Food(1)[0];
            throw new InvalidOperationException("The rows are read.");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Forget_Class_EqualsFitWithoutIt(ClassifierKind kind)
    {
        using var transformer = _growing.Fit(kind, [.. Growing.Animals(4), .. Growing.Food(3), .. Growing.Weather(4)]);

        using var left = transformer.Forget("food");

        using var expected = _growing.Fit(kind, [.. Growing.Animals(4), .. Growing.Weather(4)]);
        _growing.RequireSame(left, expected);
        left.Model.ClassNames.Should().Equal("animals", "weather");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Forget_RowsGivenAgain_EqualsFitWithoutThem(ClassifierKind kind)
    {
        using var transformer = _growing.Fit(kind, [.. Growing.Animals(5), .. Growing.Food(2), .. Growing.Weather(4)]);

        using var left = transformer.Forget(_growing.Load([.. Growing.Food(2), .. Growing.Animals(1, start: 2)]));

        using var expected = _growing.Fit(kind, [.. Growing.Animals(2), .. Growing.Animals(2, start: 3), .. Growing.Weather(4)]);
        _growing.RequireSame(left, expected);
        left.Model.ClassNames.Should().Equal(["animals", "weather"], "the last examples of food are forgotten");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Relabel_Rows_EqualsFitWithTheirLabels(ClassifierKind kind)
    {
        var wrong = Growing.Food(4);
        wrong[1].Label = "animals";
        wrong[3].Label = "weather";
        using var transformer = _growing.Fit(kind, [.. Growing.Animals(4), .. Growing.Weather(4), .. wrong]);

        using var right = transformer.Relabel(_growing.Load([Growing.Food(4)[3], Growing.Food(4)[1]]));

        using var expected = _growing.Fit(kind, [.. Growing.Animals(4), .. Growing.Weather(4), .. Growing.Food(4)]);
        _growing.RequireSame(right, expected);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Merge_ModelsWithDifferentClasses_EqualsFitOnTheRowsOfBoth(ClassifierKind kind)
    {
        Question[] first = [.. Growing.Animals(3), .. Growing.Weather(3)];
        Question[] second = [.. Growing.Food(3), .. Growing.Weather(2, start: 3)];
        using var one = _growing.Fit(kind, first);
        using var other = _growing.Fit(kind, second);

        using var merged = one.Merge(other);

        using var expected = _growing.Fit(kind, [.. first, .. second]);
        _growing.RequireSame(merged, expected);
        merged.Model.ClassNames.Should().Equal("animals", "weather", "food");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Update_AfterLoading_TrainsWithTheSavedOptions(ClassifierKind kind)
    {
        void Configure(SavEstimator.Options options) =>
            (options.Classifier, options.HeadCount, options.TieRule, options.DepthBudget) = (kind, 2, VoteTieRule.FirstVoted, 2);
        Question[] first = [.. Growing.Animals(3), .. Growing.Weather(3)];
        using var transformer = _growing.SaveAndLoad(_growing.Fit(Configure, first));

        using var updated = _growing.SaveAndLoad(transformer.Update(_growing.Load(Growing.Food(3)))).Update(_growing.Load(Growing.Animals(2, start: 3)));

        using var expected = _growing.Fit(Configure, [.. first, .. Growing.Food(3), .. Growing.Animals(2, start: 3)]);
        _growing.RequireSame(updated, expected);
        updated.Model.Examples!.Layout.Should().Equal(expected.Model.Examples!.Layout);
        (updated.Model.Classifier as SavClassifier)?.TieRule.Should().Be(VoteTieRule.FirstVoted);
    }

    [Fact]
    public void Update_ThenForgetTheSameRows_EqualsTheFirstFit()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, [.. Growing.Animals(4), .. Growing.Weather(4)]);

        using var again = transformer.Update(_growing.Load(Growing.Food(3))).Forget(_growing.Load(Growing.Food(3)));

        _growing.RequireSame(again, transformer);
    }

    [Fact]
    public void Update_RowThatTheModelHas_CountsAgainAndIsForgottenOnce()
    {
        var messages = new List<string>();
        _growing.Context.Log += (_, message) => messages.Add(message.RawMessage);
        Question[] rows = [.. Growing.Animals(3), .. Growing.Weather(3)];
        using var transformer = _growing.Fit(ClassifierKind.Auto, rows);

        using var updated = transformer.Update(_growing.Load(Growing.Animals(2)));
        using var left = updated.Forget(_growing.Load(Growing.Animals(1)));

        using var expected = _growing.Fit(ClassifierKind.Auto, [.. rows, .. Growing.Animals(2)]);
        _growing.RequireSame(updated, expected);
        messages.Should().ContainSingle(message => message.Contains("2 of 2 added examples"));
        left.Model.ExampleCounts.Should().Equal(3, 3);
    }

    [Fact]
    public void WithHeads_ThenUpdate_SelectsAsMany()
    {
        Question[] rows = [.. Growing.Animals(3), .. Growing.Weather(3)];
        using var transformer = _growing.Fit(ClassifierKind.SparseAttentionVectors, rows).WithHeads(1);

        using var updated = transformer.Update(_growing.Load(Growing.Animals(2, start: 3)));

        using var expected = _growing.Fit(
            options => (options.Classifier, options.HeadCount) = (ClassifierKind.SparseAttentionVectors, 1), [.. rows, .. Growing.Animals(2, start: 3)]);
        _growing.RequireSame(updated, expected);
    }

    [Fact]
    public void FindNearest_TrainingRows_FindsThemselves()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, [.. Growing.Animals(3), .. Growing.Weather(3)]);

        var nearest = transformer.FindNearest(_growing.Load([.. Growing.Weather(2), .. Growing.Animals(1)]), 2).ToList();

        nearest.Select(row => row[0].Index).Should().Equal(3, 4, 0);
        nearest.Should().AllSatisfy(row => row.Should().HaveCount(2)).And.AllSatisfy(row => row[0].Similarity.Should().BeApproximately(1, 1e-5));
    }

    public void Dispose() => _growing.Dispose();
}
