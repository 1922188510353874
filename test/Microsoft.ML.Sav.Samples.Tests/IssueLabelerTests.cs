using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Samples.Tests;

public sealed class IssueLabelerTests : IDisposable
{
    private static readonly string Issues = Path.Combine(Repository.Root, "samples", "data", "issues", "issues.tsv");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void IssueLabeler_ThreeAreas_PrintsBothAccuraciesAndLabels()
    {
        var lines = File.ReadLines(Issues).Where(line => Regex.IsMatch(line, "^ID|\tarea-(Sync|Accessibility|Installer)\t"));
        _folder.WriteLines("issues.tsv", lines);

        var output = Sample.Run("IssueLabeler", _folder.Path, "issues.tsv", "12");

        output.Should().Contain("12 issues per area for training, 39 for testing").And.MatchRegex(@"FeaturizeText \+ SdcaMaximumEntropy +accuracy \d+\.\d ?%");
        var accuracy = double.Parse(Regex.Match(output, @"\nSav +accuracy ([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        accuracy.Should().BeGreaterThan(60, "chance is 33 %");
        output.Should().MatchRegex(@"\nNothing is uploaded since yesterday: area-\w+ \d+ ?%, area-\w+ \d+ ?%, area-\w+ \d+ ?%");
        output.ShouldBeLike("IssueLabeler");
    }

    [Fact]
    public void Issues_OfTheRepository_AreEightAreasWithTwentyFiveDifferentIssuesEach()
    {
        var rows = File.ReadLines(Issues).Skip(1).Select(line => line.Split('\t')).ToList();

        rows.Should().HaveCount(200).And.OnlyContain(row => row.Length == 4);
        rows.CountBy(row => row[1]).Should().HaveCount(8).And.OnlyContain(area => area.Value == 25);
        rows.Select(row => row[2]).Should().OnlyHaveUniqueItems();
    }

    public void Dispose() => _folder.Dispose();
}
