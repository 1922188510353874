using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Unifies the operator sets of graphs that are joined into one.</summary>
internal static class OperatorSets
{
    /// <summary>Upgrades all models to the newest version of the standard operator set among them.</summary>
    /// <returns>The operator sets of the upgraded models.</returns>
    /// <exception cref="OnnxModelException">The models cannot use the same operator sets.</exception>
    public static IReadOnlyList<OperatorSetIdProto> Unify(IReadOnlyCollection<ModelProto> models)
    {
        var standard = models.Max(StandardVersion);
        if (standard < OperatorSetUpgrade.OldestVersion)
            throw new OnnxModelException($"The LMM's graphs use version {standard} of the ONNX operator set; an export requires version {OperatorSetUpgrade.OldestVersion} or later.");
        foreach (var model in models)
            OperatorSetUpgrade.Apply(model.Graph, StandardVersion(model), standard);

        var others = models.SelectMany(model => model.OpsetImport).Where(import => !IsStandard(import)).Distinct().ToList();
        if (others.GroupBy(import => import.Domain).FirstOrDefault(versions => versions.Count() > 1) is { } clash)
        {
            throw new OnnxModelException(
                $"The LMM's graphs use the operators of '{clash.Key}' in versions {string.Join(" and ", clash.Select(import => import.Version))}, which cannot be joined.");
        }
        return [new OperatorSetIdProto { Domain = "", Version = standard }, .. others];
    }

    private static long StandardVersion(ModelProto model) => model.OpsetImport.FirstOrDefault(IsStandard)?.Version ?? 1;

    private static bool IsStandard(OperatorSetIdProto import) => import.Domain is "" or "ai.onnx";
}
