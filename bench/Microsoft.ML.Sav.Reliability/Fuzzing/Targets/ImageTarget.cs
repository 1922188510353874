using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Images in every format.</summary>
internal sealed class ImageTarget : FuzzTarget
{
    private const int MaximumSeedLength = 20_000;

    public override string Name => "image";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    // 100 megapixels of 3 bytes, and of 3 more if they are turned.
    public override long AllocationLimit => 700 << 20;

    public override void Read(FuzzInput input, string folder) => ImageInput.FromBytes(input.Content, "case").Read().Decode();

    public override bool IsDocumented(Exception exception) => exception is InvalidImageException { ImageName: "case" };

    protected override IEnumerable<FuzzInput> CreateCorpus() => ReadFiles(
        Directory.GetFiles(Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Images.Tests", "Decoding", "Samples"))
            .Concat(Directory.GetFiles(Repository.Fixture("images")))
            .Where(path => Path.GetExtension(path) is ".png" or ".jpg" or ".bmp" or ".gif" or ".webp" && new FileInfo(path).Length < MaximumSeedLength));
}
