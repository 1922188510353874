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

        static List<int> Read(DataViewRowCursor cursor)
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

    private IDataView Load(params (string Label, int Count)[] classes) =>
        _context.Data.LoadFromEnumerable(classes.SelectMany((rows, index) => Enumerable.Repeat((rows.Label, index), rows.Count))
            .Select((row, number) => new Row { Label = row.Label, Number = row.index, Flag = row.index == 1, Index = number, Vector = [1, 2] })
            .ToList());

    private static List<int> Numbers(IDataView rows) => [.. rows.GetColumn<int>("Index")];

    private static List<(string Label, int Count)> CountByClass(IDataView rows) => [.. rows.GetColumn<string>("Label").CountBy(label => label).Select(pair => (pair.Key, pair.Value))];

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
