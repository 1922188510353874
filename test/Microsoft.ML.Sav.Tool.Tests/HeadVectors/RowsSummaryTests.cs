using Microsoft.ML.Sav.Tool.HeadVectors;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.HeadVectors;

public sealed class RowsSummaryTests : IDisposable
{
    private static readonly InputRow Row = new() { ImagePath = ["1.png"], Text = "Is it?", Label = "yes" };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_FolderWithOtherNamesTextsOrLabels_HasAnotherHash()
    {
        InputRow[] rows = [Row, Row with { ImagePath = ["2.png"] }, Row with { Text = "Was it?" }, Row with { Label = "no" }, Row with { Text = "", Label = "Is it?" }];

        rows.Select(ComputeHash).Should().OnlyHaveUniqueItems();
        ComputeHash(Row).Should().Be(ComputeHash(Row));
    }

    public void Dispose() => _folder.Dispose();

    private string ComputeHash(InputRow row)
    {
        Directory.CreateDirectory(_folder.File("photos"));
        return RowsSummary.Read(_folder.File("photos"), [row]).Hash;
    }
}
