using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Inspection;

/// <summary>Describes an LMM, as JSON or as tables.</summary>
internal static partial class LmmReport
{
    /// <summary>The report on an LMM that cannot be opened.</summary>
    public static object ToJson(string folder, IReadOnlyList<string> problems) => new { Folder = Path.GetFullPath(folder), Missing = problems };

    /// <summary>The report on an LMM that can be opened.</summary>
    public static object ToJson(MultimodalModel model, TrialRun trial, IReadOnlyList<string> problems) => new
    {
        model.Folder,
        Family = model.ModelType,
        trial.Fingerprint,
        Inputs = from input in ReadInputs(model)
                 select new { File = Name(model, input.File), input.Name, Type = input.ElementType, Shape = input.Dimensions },
        Heads = model.Heads.Count,
        Layers = Layers(model).Select(layer => new { layer.Layer, layer.Heads, HeadSize = layer.Size, layer.Tensor }),
        model.LayersWithoutHeads,
        Features = Features(model).Select(kind => new { kind.Kind, kind.Count, kind.Floats }),
        MissingFeatures = Read(() => model.MissingFeatures),
        Missing = problems,
        Example = new { Image = model.TakesImages, trial.Seconds, Floats = model.Heads.VectorLength },
    };

    /// <summary>The report on an LMM that cannot be opened.</summary>
    public static void Write(string folder, IReadOnlyList<string> problems) => Results.WriteTable(["LMM", folder], Missing(problems));

    /// <summary>The report on an LMM that can be opened.</summary>
    public static void Write(string folder, MultimodalModel model, TrialRun trial, IReadOnlyList<string> problems)
    {
        var content = model.TakesImages ? "a blank image and a short question" : "a short text";
        Results.WriteTable(["LMM", folder], [
            ["family", model.ModelType],
            ["fingerprint", trial.Fingerprint ?? "-"],
            ["heads", $"{Summary(model)}; {model.Heads.Count} heads, {model.Heads.VectorLength:N0} floats per example"],
            ["layers without heads", model.LayersWithoutHeads.Count == 0 ? "none" : string.Join(", ", model.LayersWithoutHeads)],
            ["features", string.Join(", ", Features(model).Select(kind => $"{kind.Kind} ({kind.Count:N0} of {kind.Floats:N0} floats together)"))],
            .. Read(() => model.MissingFeatures).Select(reason => new[] { "no feature", reason }),
            .. Missing(problems),
            ["cost", trial.Seconds is { } seconds ? $"{seconds:F3} s per example ({content}, measured now)" : "-"],
        ]);
        Results.WriteTable(["file", "input", "type", "shape"], Inputs(model));
        Results.WriteTable(
            ["layer", "heads", "size", "tensor"],
            Layers(model).Select(layer => new[] { $"{layer.Layer}", $"{layer.Heads}", $"{layer.Size}", layer.Tensor ?? "-" }));
    }

    private static IEnumerable<string[]> Missing(IReadOnlyList<string> problems) =>
        problems.DefaultIfEmpty("nothing").Select(problem => new[] { "missing", problem });

    private static IEnumerable<(int Layer, int Heads, int Size, string? Tensor)> Layers(MultimodalModel model) =>
        from head in model.Heads
        group head.Size by head.Layer into layer
        select (layer.Key, layer.Count(), layer.First(), model.HeadTaps.GetValueOrDefault(layer.Key));

    private static IEnumerable<(string Kind, int Count, int Floats)> Features(MultimodalModel model) =>
        from feature in Read<Feature>(() => model.Features)
        group feature.Size by feature.Kind into kind
        select ($"{kind.Key}", kind.Count(), kind.Sum());

    // 30 layers x 9 heads x 64, per kind of layer
    private static string Summary(MultimodalModel model) => string.Join(
        " + ",
        from kind in Layers(model).CountBy(layer => (layer.Heads, layer.Size))
        select $"{kind.Value} layers x {kind.Key.Heads} heads x {kind.Key.Size}");

    // the KV cache has inputs per layer: those that differ only in the layer's number share a line
    private static IEnumerable<string[]> Inputs(MultimodalModel model) =>
        from input in ReadInputs(model)
        let pattern = Number().Replace(input.Name, "*")
        group input.Name by (input.File, pattern, input.ElementType, Shape: string.Join(", ", input.Dimensions)) into layers
        let name = layers.Count() == 1 ? layers.Single() : $"{layers.Key.pattern} ({layers.Count()})"
        select new[] { Name(model, layers.Key.File), name, layers.Key.ElementType, $"[{layers.Key.Shape}]" };

    private static IReadOnlyList<OnnxInput> ReadInputs(MultimodalModel model) => Read(() => model.ReadInputs());

    // a file that cannot be read is reported among the problems
    private static IReadOnlyList<T> Read<T>(Func<IEnumerable<T>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (ModelFolderException)
        {
            return [];
        }
    }

    private static string Name(MultimodalModel model, string file) => Path.GetRelativePath(model.Folder, file).Replace('\\', '/');

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
