using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests;

public class TrainTestSplitByClassTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void TrainTestSplitByClass_RowsPerClass_PutsThatManyOfEachClassIntoTraining()
    {
        var split = _context.Data.TrainTestSplitByClass(Load(("bag", 8), ("coat", 5), ("shirt", 30)), trainRowsPerClass: 4);

        CountByClass(split.TrainSet).Should().Equal(("bag", 4), ("coat", 4), ("shirt", 4));
        CountByClass(split.TestSet).Should().Equal(("bag", 4), ("coat", 1), ("shirt", 26));
    }

    [Theory]
    [InlineData(0.25, 2, 1, 10)]
    [InlineData(0.01, 1, 1, 1)]
    [InlineData(0.99, 7, 4, 39)]
    public void TrainTestSplitByClass_Fraction_GivesEveryClassItsShareAndAtLeastOneRow(double fraction, int bags, int coats, int shirts)
    {
        var split = _context.Data.TrainTestSplitByClass(Load(("bag", 8), ("coat", 5), ("shirt", 40)), fraction);

        CountByClass(split.TestSet).Should().Equal(("bag", bags), ("coat", coats), ("shirt", shirts));
        CountByClass(split.TrainSet).Should().Equal(("bag", 8 - bags), ("coat", 5 - coats), ("shirt", 40 - shirts));
    }

    [Fact]
    public void TrainTestSplitByClass_Always_PutsEachRowIntoOneSetInItsOrder()
    {
        var split = _context.Data.TrainTestSplitByClass(Load(("bag", 10), ("coat", 10)), trainRowsPerClass: 5);
        var (train, test) = (Numbers(split.TrainSet), Numbers(split.TestSet));

        train.Should().BeInAscendingOrder();
        test.Should().BeInAscendingOrder();
        train.Concat(test).Order().Should().Equal(Enumerable.Range(0, 20));
        split.TrainSet.GetRowCount().Should().Be(10);
        split.TestSet.GetRowCount().Should().Be(10);
    }

    [Fact]
    public void TrainTestSplitByClass_SameSeed_ChoosesTheSameRows()
    {
        var data = Load(("bag", 40), ("coat", 40));

        Train(_context, seed: 3).Should().Equal(Train(new MLContext(seed: 9), seed: 3)).And.NotEqual(Train(_context, seed: 4));
        Train(new MLContext(seed: 1)).Should().Equal(Train(new MLContext(seed: 1))).And.NotEqual(Train(new MLContext(seed: 2)));

        List<int> Train(MLContext context, int? seed = null) => Numbers(context.Data.TrainTestSplitByClass(data, 20, seed: seed).TrainSet);
    }

    [Fact]
    public void TrainTestSplitByClass_RowsWithoutALabel_AreInNeitherSet()
    {
        var split = _context.Data.TrainTestSplitByClass(Load(("bag", 4), ("", 6), ("coat", 4)), trainRowsPerClass: 2);

        Numbers(split.TrainSet).Concat(Numbers(split.TestSet)).Order().Should().Equal(0, 1, 2, 3, 10, 11, 12, 13);
    }

    [Theory]
    [InlineData("Key")]
    [InlineData("Number")]
    [InlineData("Flag")]
    public void TrainTestSplitByClass_OtherTypesOfLabel_AreClassesToo(string label)
    {
        var data = Load(("bag", 6), ("coat", 6));
        data = _context.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(data).Transform(data);

        var split = _context.Data.TrainTestSplitByClass(data, trainRowsPerClass: 2, label);

        CountByClass(split.TrainSet).Should().Equal(("bag", 2), ("coat", 2));
    }

    [Fact]
    public void TrainTestSplitByClass_TrainSet_TrainsAndSplitsAgain()
    {
        var trainer = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.Concatenate("Features", "Number"))
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var split = _context.Data.TrainTestSplitByClass(Load(("bag", 20), ("coat", 20)), trainRowsPerClass: 10);

        var metrics = _context.MulticlassClassification.Evaluate(trainer.Fit(split.TrainSet).Transform(split.TestSet));

        metrics.MicroAccuracy.Should().Be(1);
        metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()).Should().Be(20);
        CountByClass(_context.Data.TrainTestSplitByClass(split.TrainSet, trainRowsPerClass: 3).TestSet).Should().Equal(("bag", 7), ("coat", 7));
    }

    [Fact]
    public void TrainTestSplitByClass_ShuffledOrReadInParallel_GivesTheSameRows()
    {
        var split = _context.Data.TrainTestSplitByClass(_context.Data.Cache(Load(("bag", 40), ("coat", 40))), trainRowsPerClass: 30);
        var expected = Numbers(split.TrainSet);

        Numbers(_context.Data.ShuffleRows(split.TrainSet, seed: 1)).Should().BeEquivalentTo(expected).And.NotEqual(expected);
        split.TrainSet.CanShuffle.Should().BeTrue();
        Read(split.TrainSet.GetRowCursor(split.TrainSet.Schema, new Random(1))).Should().BeEquivalentTo(expected).And.NotEqual(expected);
        split.TrainSet.GetRowCursorSet(split.TrainSet.Schema, 4).SelectMany(Read).Should().BeEquivalentTo(expected);

    }

    public static TheoryData<string> ViewNames => new(CreateViews(new MLContext(), []).Keys);

    [Theory, MemberData(nameof(ViewNames))]
    public void TrainTestSplitByClass_AnyViewOfMLNet_PutsEachRowIntoOneSetHoweverItIsRead(string name)
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 3000).Select(number => new Plain { Label = number % 3 == 0 ? "bag" : "coat", Index = number });
        var view = CreateViews(_context, [.. rows])[name](folder);
        var expected = Numbers(view);
        expected.Should().HaveCountGreaterThan(500);

        var split = _context.Data.TrainTestSplitByClass(view, testFraction: 0.4);

        CountByClass(split.TrainSet).Sum(rows => rows.Count).Should().Be((int)split.TrainSet.GetRowCount()!);
        ShouldBeAll(Numbers);
        ShouldBeAll(set => Read(set.GetRowCursor(set.Schema, set.CanShuffle ? new Random(1) : null)));
        ShouldBeAll(set => [.. set.GetRowCursorSet(set.Schema, 4, set.CanShuffle ? new Random(2) : null).SelectMany(Read)]);
        ShouldBeAll(set => Numbers(_context.Data.ShuffleRows(set)));

        void ShouldBeAll(Func<IDataView, List<int>> read) => read(split.TrainSet).Concat(read(split.TestSet)).Order().Should().Equal(expected.Order());
    }

    [Fact]
    public void TrainTestSplitByClass_RowsWithoutIds_SaysWhatToDo()
    {
        var data = new ViewWithoutIds(Load(("bag", 10), ("coat", 10)));

        data.Invoking(it => _context.Data.TrainTestSplitByClass(it, trainRowsPerClass: 5)).Should().Throw<ArgumentException>().WithMessage("*ViewWithoutIds*no ids*Data.Cache(data)*");
        var split = _context.Data.TrainTestSplitByClass(_context.Data.Cache(data), trainRowsPerClass: 5);
        Numbers(split.TrainSet).Concat(Numbers(split.TestSet)).Order().Should().Equal(Enumerable.Range(0, 20));
    }

    [Fact]
    public void TrainTestSplitByClass_TooFewRows_NamesTheClassAndWhatWouldDo()
    {
        var data = Load(("bag", 30), ("coat", 18));

        data.Invoking(it => _context.Data.TrainTestSplitByClass(it, trainRowsPerClass: 20)).Should().Throw<ArgumentException>()
            .WithMessage("Class 'coat' has 18 rows. 20 for training and at least one for testing need 21. Add rows, or ask for at most 17.*");
        Load(("bag", 30), ("coat", 1)).Invoking(it => _context.Data.TrainTestSplitByClass(it, testFraction: 0.2)).Should().Throw<ArgumentException>()
            .WithMessage("Class 'coat' has 1 row. *Add rows.*");
    }

    [Fact]
    public void TrainTestSplitByClass_WrongArguments_Throws()
    {
        var data = Load(("bag", 3));

        data.Invoking(it => _context.Data.TrainTestSplitByClass(it, trainRowsPerClass: 0)).Should().Throw<ArgumentOutOfRangeException>();
        data.Invoking(it => _context.Data.TrainTestSplitByClass(it, testFraction: 1.0)).Should().Throw<ArgumentOutOfRangeException>();
        data.Invoking(it => _context.Data.TrainTestSplitByClass(it, testFraction: double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        data.Invoking(it => _context.Data.TrainTestSplitByClass(it, 1, "Area")).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*label column 'Area'*");
        data.Invoking(it => _context.Data.TrainTestSplitByClass(it, 1, "Vector")).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*'Vector'*");
        Load(("", 3)).Invoking(it => _context.Data.TrainTestSplitByClass(it, 1)).Should().Throw<ArgumentException>().WithMessage("*No row has a label*'Label'*");
    }

    private static Dictionary<string, Func<TemporaryFolder, IDataView>> CreateViews(MLContext context, Plain[] rows)
    {
        var (all, half) = (context.Data.LoadFromEnumerable(rows), context.Data.LoadFromEnumerable(rows.Take(rows.Length / 2)));
        return new()
        {
            ["array"] = _ => all,
            ["enumerable"] = _ => context.Data.LoadFromEnumerable(rows.Where(row => row.Index > 3)),
            ["text file"] = folder => Save(folder, stream => context.Data.SaveAsText(all, stream, schema: false), path => context.Data.LoadFromTextFile<Plain>(path, hasHeader: true)),
            ["binary file"] = folder => Save(folder, stream => context.Data.SaveAsBinary(all, stream), path => context.Data.LoadFromBinary(path)),
            ["filter"] = _ => context.Data.FilterByCustomPredicate(all, (Plain row) => row.Index is < 100 or > 2000),
            ["take"] = _ => context.Data.TakeRows(all, 700),
            ["skip"] = _ => context.Data.SkipRows(context.Data.ShuffleRows(all), 700),
            ["shuffle"] = _ => context.Data.ShuffleRows(all, seed: 3, shufflePoolSize: 50),
            ["cache"] = _ => context.Data.Cache(all),
            ["cache of shuffled rows"] = _ => context.Data.Cache(context.Data.ShuffleRows(all)),
            ["bootstrap"] = _ => context.Data.BootstrapSample(all, seed: 5),
            ["split"] = _ => context.Data.TrainTestSplit(all).TrainSet,
            ["split by class"] = _ => context.Data.TrainTestSplitByClass(all, testFraction: 0.5).TestSet,
            ["transformed"] = _ => context.Transforms.Conversion.MapValueToKey("Key", nameof(Plain.Label)).Fit(all).Transform(all),
            ["appended rows"] = _ => Append(context, half, half, context.Data.ShuffleRows(all)),
        };
    }

    // ML.NET appends rows of views in its own evaluators; the method is internal.
    private static IDataView Append(MLContext context, params IDataView[] views) => (IDataView)typeof(ColumnCursorExtensions).Assembly
        .GetType("Microsoft.ML.Data.AppendRowsDataView", throwOnError: true)!
        .GetMethod("Create")!.Invoke(null, [context, views[0].Schema, views])!;

    private static IDataView Save(TemporaryFolder folder, Action<FileStream> save, Func<string, IDataView> load)
    {
        using (var stream = File.Create(folder.File("rows")))
            save(stream);
        return load(folder.File("rows"));
    }

    private static List<int> Read(DataViewRowCursor cursor)
    {
        var (numbers, number) = (new List<int>(), 0);
        using (cursor)
        {
            var read = cursor.GetGetter<int>(cursor.Schema["Index"]);
            while (cursor.MoveNext())
            {
                read(ref number);
                numbers.Add(number);
            }
        }
        return numbers;
    }

    private IDataView Load(params (string Label, int Count)[] classes) =>
        _context.Data.LoadFromEnumerable(classes.SelectMany((rows, index) => Enumerable.Repeat((rows.Label, index), rows.Count))
            .Select((row, number) => new Row { Label = row.Label, Number = row.index, Flag = row.index == 1, Index = number, Vector = [1, 2] })
            .ToList());

    private static List<int> Numbers(IDataView rows) => [.. rows.GetColumn<int>("Index")];

    private static List<(string Label, int Count)> CountByClass(IDataView rows) => [.. rows.GetColumn<string>("Label").CountBy(label => label).Select(pair => (pair.Key, pair.Value))];

    private sealed class Plain
    {
        [LoadColumn(0)]
        public string Label { get; set; } = "";

        [LoadColumn(1)]
        public int Index { get; set; }
    }

    // As a careless program writes it.
    private sealed class ViewWithoutIds(IDataView source) : IDataView
    {
        public DataViewSchema Schema => source.Schema;

        public bool CanShuffle => false;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(source.GetRowCursor(columnsNeeded));

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];

        private sealed class Cursor(DataViewRowCursor source) : DataViewRowCursor
        {
            public override DataViewSchema Schema => source.Schema;

            public override long Position => source.Position;

            public override long Batch => source.Batch;

            public override bool MoveNext() => source.MoveNext();

            public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

            public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = default;

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => source.GetGetter<TValue>(column);
        }
    }

    private sealed class Row
    {
        public string Label { get; set; } = "";

        public float Number { get; set; }

        public bool Flag { get; set; }

        public int Index { get; set; }

        [VectorType(2)]
        public float[] Vector { get; set; } = [];
    }
}
