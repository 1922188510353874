using System.IO.Compression;
using System.Reflection;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Rejection;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Tests.Storage;

/// <summary>A damaged model file never gives another model.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Samples = 600;

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_EveryBitFlip_IsRefused()
    {
        var bytes = Write(CreateStateWithExamples());
        Read(bytes).Trained.Report.Features.Select(feature => feature.Score).Should().Equal(3, 2);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = Flip(bytes, bit);
            damaged.Invoking(file => Read(file)).Should().Throw<SavModelFileException>("bit {0} differs", bit);
        }
    }

    [Fact]
    public void Read_EveryLength_IsRefusedExceptTheWhole()
    {
        var bytes = Write(CreateStateWithExamples());

        for (var length = 0; length < bytes.Length; length++)
            bytes[..length].Invoking(file => Read(file)).Should().Throw<SavModelFileException>("{0} of {1} bytes are left", length, bytes.Length);
        ((byte[])[.. bytes, 0]).Invoking(file => Read(file)).Should().Throw<SavModelFileException>();
    }

    [Fact]
    public void Load_BitFlipsInTheSavedModel_AreRefusedOrHarmless()
    {
        var (file, damaged) = (_folder.File("model.zip"), _folder.File("damaged.zip"));
        using var transformer = new SavTransformer(_context, CreateState());
        _context.Model.Save(transformer, null, file);
        var model = ReadModel(file);
        var random = new Random(1);
        var refused = 0;

        for (var i = 0; i < Samples; i++)
        {
            // ML.NET's header comes first; it is ML.NET's to check.
            var bit = random.Next(256 * 8, model.Length * 8);
            WriteModel(file, damaged, Flip(model, bit));
            if (TryLoad(damaged) is { } loaded)
                loaded.Model.Should().BeEquivalentTo(transformer.Model, "bit {0} is harmless or refused", bit);
            else
                refused++;
        }

        refused.Should().BeGreaterThan(Samples / 2);
    }

    [Fact]
    public void Load_Damaged_LogsTheReason()
    {
        var (file, damaged) = (_folder.File("model.zip"), _folder.File("damaged.zip"));
        using var transformer = new SavTransformer(_context, CreateState());
        _context.Model.Save(transformer, null, file);
        var model = ReadModel(file);
        WriteModel(file, damaged, Flip(model, model.AsSpan().IndexOf("About {text}:"u8) * 8));
        var messages = new List<string>();
        _context.Log += (_, message) => messages.Add(message.RawMessage);

        _context.Model.Invoking(models => models.Load(damaged, out _)).Should().Throw<InvalidOperationException>().WithInnerException<TargetInvocationException>().WithInnerException<SavModelFileException>();

        messages.Should().ContainSingle(message => message.Contains("damaged")).Which.Should().Contain(damaged);
    }

    public static TheoryData<string, Func<Parts, Parts>> ImpossibleStates => new()
    {
        { "NaN", parts => parts with { Mean = [float.NaN, 0, 0] } },
        { "NaN or infinite", parts => parts with { Mean = [0, float.PositiveInfinity, 0] } },
        { "tie rule", parts => parts with { TieRule = (VoteTieRule)2 } },
        { "success count", parts => parts with { SuccessCounts = [4, 2] } },
        { "success count", parts => parts with { SuccessCounts = [3, -1] } },
        { "output columns", parts => parts with { Names = new ColumnNames("Image", null, "Same", "Same") } },
        { "contribution column", parts => parts with { Names = new ColumnNames("Image", null, "PredictedLabel", "Score", "Score") } },
        { "rejection rate", parts => parts with { RejectionRate = 1.5 } },
        { "strangeness", parts => parts with { Strangeness = [1, 3, 2] } },
        { "strangeness", parts => parts with { Strangeness = [1, 2, float.NaN] } },
        { "reject option is NaN", parts => parts with { Distance = CreateDistance(mean: float.NaN) } },
        { "reject option is NaN", parts => parts with { Distance = CreateDistance(basis: float.NaN) } },
        { "reject option is NaN", parts => parts with { Distance = CreateDistance(curvature: float.NaN) } },
        { "reject option is NaN", parts => parts with { Distance = CreateDistance(direction: float.NaN) } },
        { "reject option is NaN", parts => parts with { Distance = CreateDistance(offset: float.NaN) } },
        { "reject option is NaN", parts => parts with { Distance = CreateDistance(residualFactor: float.PositiveInfinity) } },
        { "1 dimensions of the feature 0", parts => parts with { Distance = CreateDistance(basis: null) } },
        { "NaN or infinite", parts => parts with { IsCalm = true, Mean = [0, float.NaN, 0] } },
        { "training example is NaN", parts => parts with { ExampleClasses = [0, 1, 0], ExampleValue = float.NaN } },
        { "class 2", parts => parts with { ExampleClasses = [0, 1, 2] } },
        { "class -1", parts => parts with { ExampleClasses = [0, 1, -1] } },
        { "per class", parts => parts with { ExampleClasses = [0, 1, 1] } },
        { "per class", parts => parts with { ExampleClasses = [] } },
        { "head count", parts => parts with { ExampleClasses = [0, 1, 0], HeadCount = 0 } },
        { "lack a feature", parts => parts with { ExampleClasses = [0, 1, 0], ExampleLayout = [new Feature(3, 1, 2)] } },
        { "neither", parts => parts with { Names = new ColumnNames(null, null, "PredictedLabel", "Score") } },
    };

    [Theory]
    [MemberData(nameof(ImpossibleStates))]
    public void Read_ImpossibleStateWithTheRightHash_NamesIt(string problem, Func<Parts, Parts> change)
    {
        var bytes = Write(change(new Parts()).ToState());

        bytes.Invoking(file => Read(file)).Should().Throw<SavModelFileException>().WithMessage($"*{problem}*");
    }

    [Fact]
    public void Read_RejectOptionWithoutBasis_IsAsItWas()
    {
        var distance = new RelativeDistance([0.1f, 0.2f], basis: null, curvature: [2, 1, 1, 2], directions: [1, -1, 0, 1], offsets: [0, 1], residualFactor: 3);

        var read = Read(Write((new Parts() with { Distance = distance }).ToState())).Trained.RejectOption!.Features.Should().ContainSingle().Which.Distance;

        read.Compute([3, 4]).Should().Be(distance.Compute([3, 4]));
    }

    [Fact]
    public void Save_ImpossibleState_NamesIt()
    {
        using var transformer = new SavTransformer(_context, (new Parts() with { Mean = [float.NaN, 0, 0] }).ToState());

        _context.Model.Invoking(model => model.Save(transformer, null, _folder.File("model.zip")))
            .Should().Throw<InvalidOperationException>().WithMessage("*cannot be saved*NaN*");
    }

    [Fact]
    public void Read_HugeCountsBehindTheHash_AllocateNothing()
    {
        var body = StateWriter.Write(_context, CreateStateWithExamples(), fileFolder: null);

        for (var offset = 0; offset + sizeof(int) <= body.Length; offset++)
        {
            var damaged = (byte[])body.Clone();
            BitConverter.TryWriteBytes(damaged.AsSpan(offset), 0x7fffffff).Should().BeTrue();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                new StateReader(_context, damaged, TransformerHeader.WithMaxTokens).Read(fileFolder: null);
            }
            catch (Exception)
            {
                // Of many types: TransformerFile wraps them.
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20, "4 bytes at {0} are replaced", offset);
        }
    }

    public void Dispose() => _folder.Dispose();

    // The assembly's name behind the state is ML.NET's to check, which it does with exceptions of many types.
    private SavTransformer? TryLoad(string file)
    {
        try
        {
            return (SavTransformer)_context.Model.Load(file, out _);
        }
        catch (Exception)
        {
            return null;
        }
    }

    // Of a feature of two dimensions.
    private static RelativeDistance CreateDistance(
        float mean = 0.1f, float? basis = 1, float curvature = 2, float direction = 1, float offset = 0, float residualFactor = 3) =>
        new([mean, 0.2f], basis is { } value ? [value, 0] : null, [curvature], [direction, -1], [offset, 1], residualFactor);

    private static TransformerState CreateState() => new Parts().ToState();

    private static TransformerState CreateStateWithExamples() => (new Parts() with { ExampleClasses = [0, 1, 0] }).ToState();

    private byte[] Write(TransformerState state)
    {
        var stream = new MemoryStream();
        ModelBody.Write(new BinaryWriter(stream), StateWriter.Write(_context, state, fileFolder: null));
        return stream.ToArray();
    }

    private TransformerState Read(byte[] bytes) => TransformerFile.Read(
        _context, new BinaryReader(new MemoryStream(bytes)), TransformerHeader.WithMaxTokens, bytes.Length, path: null);

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[] ReadModel(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        using var content = FindModel(archive).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void WriteModel(string file, string copy, byte[] model)
    {
        File.Copy(file, copy, overwrite: true);
        using var archive = ZipFile.Open(copy, ZipArchiveMode.Update);
        using var content = FindModel(archive).Open();
        content.SetLength(0);
        content.Write(model);
    }

    private static ZipArchiveEntry FindModel(ZipArchive archive) =>
        archive.Entries.Where(entry => entry.Name == "Model.key").MaxBy(entry => entry.FullName.Length)!;

    /// <summary>A state of two heads and two classes, part by part.</summary>
    public sealed record Parts
    {
        internal ColumnNames Names { get; init; } = new("Image", "Text", "PredictedLabel", "Score");

        public float[] Mean { get; init; } = [1, 2, 3];

        public int[] Counts { get; init; } = [2, 1];

        public int[] SuccessCounts { get; init; } = [3, 2];

        public VoteTieRule TieRule { get; init; } = VoteTieRule.FirstVoted;

        public double RejectionRate { get; init; } = 0.4;

        public float[] Strangeness { get; init; } = [1, 2, 3];

        internal RelativeDistance Distance { get; init; } = CreateDistance();

        public bool IsCalm { get; init; }

        public float ExampleValue { get; init; } = 1;

        /// <summary>The classes of the training examples that are kept.</summary>
        public int[]? ExampleClasses { get; init; }

        public Feature[] ExampleLayout { get; init; } = [new Feature(0, 5, 1), new Feature(3, 1, 2), new Feature(FeatureKind.Projector, 0, 0, 1)];

        public int HeadCount { get; init; } = 2;

        internal TransformerState ToState()
        {
            var layout = new FeatureLayout([new Feature(3, 1, 2), new Feature(0, 5, 1)]);
            var means = new ClassMeans(layout, [[.. Mean], [-1, 0, 1]], [.. Counts]);
            var options = new LmmOptions { Precision = "q4", HeadTaps = new Dictionary<int, string> { [3] = "tensor" } };
            var lmm = new LmmReference("/lmm", null, "00ff", options);
            var features = layout.Select((feature, position) => new FeatureScore(feature, SuccessCounts[position]));
            var report = new ClassifierReport(IsCalm ? ClassifierKind.Calm : ClassifierKind.SparseAttentionVectors, [.. features], Experts: [], LeaveOneOut: null);
            FeatureClassifier classifier = IsCalm ? new CalmClassifier(means, [[0.5f, 0.5f], [0.5f, 0.5f]]) : new SavClassifier(means, TieRule);
            var trained = new TrainedClassifier(classifier, report)
            {
                RejectOption = new RejectOption(layout, [(0, Distance)], [.. Strangeness], RejectionRate),
                ConformalPredictor = new ConformalPredictor([0.25f, 0.75f]),
            };
            return new TransformerState(trained, null, Names, "About {text}:", lmm)
            {
                Training = ExampleClasses is null ? null : CreateTraining(ExampleClasses),
            };
        }

        private TrainingData CreateTraining(int[] classes)
        {
            var layout = new FeatureLayout(ExampleLayout);
            var examples = classes.Select((c, i) => new TrainingExample(new string("abc"[i], 64), c, [ExampleValue, .. Enumerable.Range(i, layout.VectorLength - 1)]));
            return new TrainingData("Label", new ClassifierOptions { HeadCount = HeadCount }, new TrainingExamples(layout, 2, [.. examples]));
        }
    }
}
