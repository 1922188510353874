using System.Runtime.CompilerServices;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>A reader with every kind of mistake, to test that the fuzzer finds them. The first byte of a case decides which.</summary>
internal sealed class PlantedTarget : FuzzTarget
{
    public const string Mistakes = "okxsahw";

    public static PlantedTarget Instance { get; } = new();

    public override string Name => "planted";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    public override void Read(FuzzInput input, string folder)
    {
        switch ((char)input.Content.FirstOrDefault())
        {
            case 'k':
                throw new InvalidDataException("documented");
            case 'x':
                throw new InvalidCastException("not documented");
            case 's':
                Recurse(0);
                break;
            case 'a':
                GC.KeepAlive(new byte[AllocationLimit + (1 << 20)]);
                break;
            case 'h':
                while (true) { }
            case 'w':
                File.WriteAllText(Path.Combine(folder, "..", "escaped"), "");
                break;
        }
    }

    public override bool IsDocumented(Exception exception) => exception is InvalidDataException;

    protected override IEnumerable<FuzzInput> CreateCorpus() => Mistakes.Select(mistake => new FuzzInput($"{mistake}", [(byte)mistake]));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Recurse(int depth) => depth < 0 ? 0 : Recurse(depth + 1) + 1;
}
