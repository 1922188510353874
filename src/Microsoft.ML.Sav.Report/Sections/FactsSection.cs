using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>Fingerprints of data and LMM, and versions.</summary>
internal static class FactsSection
{
    public static Html Create(ReportContent content)
    {
        var data = content.Data;
        return Table.Create("Data, LMM and versions", ["Item", "Value"], new (string Name, Html Value)[]
        {
            ("Rows", Html.From($"{data.Rows.Count}{Describe(data.Skipped)}")),
            ("Fingerprint of the rows (SHA-256)", Html.From($"<code>{data.Hash}</code>")),
            ("LMM", Html.From($"{Name.Create(Path.GetFileName(Path.TrimEndingDirectorySeparator(content.Transformer.LmmFolder)))}")),
            ("Fingerprint of the LMM (SHA-256)", Html.From($"<code>{content.Transformer.LmmFingerprint}</code>")),
            ("Training examples", Html.From($"{content.Model.ExampleCounts.Sum()}")),
            ("Microsoft.ML.Sav", Html.From($"{GetVersion(typeof(SavTransformer))}")),
            ("Microsoft.ML", Html.From($"{GetVersion(typeof(MLContext))}")),
            (".NET", Html.From($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}")),
        }.Select(fact => new object[] { fact.Name, fact.Value }));
    }

    private static string Describe((int Unlabelled, int Unusable) skipped) =>
        (skipped.Unlabelled > 0 ? FormattableString.Invariant($"; {skipped.Unlabelled} without a label that the model knows are left out") : "")
        + (skipped.Unusable > 0 ? FormattableString.Invariant($"; {skipped.Unusable} that cannot be used are left out") : "");

    private static string GetVersion(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
