using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>The operator sets of graphs that become one.</summary>
internal static class OperatorSets
{
    /// <summary>Raises all models to the newest version of the standard operator set that one of them has.</summary>
    /// <returns>The operator sets that the models then use.</returns>
    /// <exception cref="NotSupportedException">The models cannot have the same operator sets.</exception>
    public static IReadOnlyList<OperatorSetIdProto> Unify(IReadOnlyCollection<ModelProto> models)
    {
        var standard = models.Max(StandardVersion);
        if (standard < OperatorSetUpgrade.OldestVersion)
            throw new NotSupportedException($"The LMM's graphs use ONNX operator set {standard}; an exported classifier needs {OperatorSetUpgrade.OldestVersion}.");
        foreach (var model in models)
            OperatorSetUpgrade.Apply(model.Graph, StandardVersion(model), standard);

        var others = models.SelectMany(model => model.OpsetImport).Where(import => !IsStandard(import)).Distinct().ToList();
        if (others.GroupBy(import => import.Domain).FirstOrDefault(versions => versions.Count() > 1) is { } clash)
        {
            throw new NotSupportedException(
                $"The LMM's graphs use the operators of '{clash.Key}' in versions {string.Join(" and ", clash.Select(import => import.Version))}, which cannot be joined.");
        }
        return [new OperatorSetIdProto { Domain = "", Version = standard }, .. others];
    }

    private static long StandardVersion(ModelProto model) => model.OpsetImport.FirstOrDefault(IsStandard)?.Version ?? 1;

    private static bool IsStandard(OperatorSetIdProto import) => import.Domain is "" or "ai.onnx";
}
