using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.AspNetCore;
using Microsoft.ML.Sav.Docs.Tests.Markdown;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Report;

namespace Microsoft.ML.Sav.Docs.Tests;

public sealed partial class OptionsPageTests
{
    [Theory]
    [InlineData("SavEstimator.Options", typeof(SavEstimator.Options))]
    [InlineData("LmmFeaturizingEstimator.Options", typeof(LmmFeaturizingEstimator.Options))]
    [InlineData("LmmOptions", typeof(LmmOptions))]
    [InlineData("SavPredictorOptions", typeof(SavPredictorOptions))]
    [InlineData("SavReportOptions", typeof(SavReportOptions))]
    public void Section_OfAType_ListsItsOptions(string heading, Type type)
    {
        var section = MarkdownFile.Get("docs/options.md").Lines
            .SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

        var listed = section.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Code().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));

        listed.Should().BeEquivalentTo(type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
