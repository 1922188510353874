using System.Text;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Zip files of images, and projects of Teachable Machine.</summary>
internal sealed class ArchivesTarget : ImportTarget
{
    public override string Name => "archives";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ZipMutator(), new ZipMutator(), new ByteMutator()];

    // Annotations in it are read into memory.
    public override long AllocationLimit => 256 << 20;

    protected override IEnumerable<FuzzInput> CreateCorpus() =>
    [
        CreateArchive("zip+classes.zip", ("photos/bag/1.png", "1"), ("photos/bag/2.png", "2"), ("photos/coat/1.jpg", "3"), ("__MACOSX/photos/bag/._1.png", "")),
        CreateArchive("zip+table.zip", ("1.png", "1"), ("2.png", "2"), ("metadata.csv", "file_name,label\n1.png,bag\n2.png,coat\n")),
        CreateArchive("zip+coco.zip", ("images/1.jpg", "1"), ("annotations/coco.json", """{"images":[{"id":1,"file_name":"images/1.jpg"}],"annotations":[{"image_id":1,"category_id":0}],"categories":[{"id":0,"name":"cat"}]}""")),
        CreateArchive("teachable-machine+project.tm", ("manifest.json", "{}"), ("Class 1-!-0.webp", "1"), ("Class 1-!-1.webp", "2"), ("a-!-b-!-0.webp", "3")),
        CreateArchive("teachable-machine+project.zip", ("Class 1-!-0.webp", "1"), ("Class 2-!-0.webp", "2")),
    ];

    private static FuzzInput CreateArchive(string name, params (string Name, string Text)[] entries) =>
        new(name, ZipMutator.Write(entries.Select(entry => (entry.Name, Encoding.UTF8.GetBytes(entry.Text)))));
}
