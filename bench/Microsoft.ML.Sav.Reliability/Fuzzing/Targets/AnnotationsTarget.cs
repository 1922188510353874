using System.Text;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Annotations of COCO, Label Studio and Custom Vision.</summary>
internal sealed class AnnotationsTarget : ImportTarget
{
    public override string Name => "annotations";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new JsonMutator(), new JsonMutator(), new JsonMutator(), new ByteMutator()];

    protected override IEnumerable<FuzzInput> CreateCorpus() => new[]
    {
        ("coco", """{"images":[{"id":7,"file_name":"1.jpg","width":4,"height":4},{"id":"8","file_name":"a/2.jpg"}],"annotations":[{"id":1,"image_id":7,"category_id":2,"bbox":[0,0,2,2]},{"image_id":7,"category_id":2},{"image_id":"8","category_id":1}],"categories":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}]}"""),
        ("label-studio", """[{"id":1,"annotations":[{"was_cancelled":true,"result":[{"type":"choices","value":{"choices":["dog"]}}]},{"was_cancelled":false,"result":[{"type":"choices","value":{"choices":["cat"]}}]}],"data":{"image":"/data/upload/3/8f3a-cat.jpg"}},{"id":2,"annotations":[],"data":{"image":"/data/local-files/?d=images/dog%201.jpg"}},{"id":3,"annotations":[{"result":[{"type":"choices","value":{"choices":["rude"]}}]}],"data":{"text":"Go away"}}]"""),
        ("label-studio", """[{"image":"/data/upload/1/1.jpg","id":1,"choice":"cat","annotation_id":5},{"img":"2.jpg","choice":{"choices":["dog"]},"annotation_id":6},{"text":"It is.","annotation_id":7}]"""),
        ("custom-vision", """[{"id":"case","originalImageUri":"https://example.org/o","tags":[{"tagId":"77","tagName":"cat"}]},{"id":"case","tags":[]}]"""),
        ("custom-vision", """{"images":[{"id":1,"file_name":"pets/images/5f1e"}],"categories":[{"id":1,"name":"cat"}],"annotations":[{"id":1,"image_id":1,"category_id":1}]}"""),
    }.Select((file, i) => new FuzzInput($"{file.Item1}+{i}.json", Encoding.UTF8.GetBytes(file.Item2)));
}
