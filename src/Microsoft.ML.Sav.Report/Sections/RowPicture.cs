using Microsoft.ML.Sav.Report.Evaluation;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>The image or the text of a row.</summary>
internal static class RowPicture
{
    private const int ShortText = 90;

    public static Html Create(RowContent row) => row.Image is { } image
        ? Html.From($"<img class=\"thumb\" src=\"{Figure.CreateUri("image/jpeg", image)}\" alt=\"{Name.Shorten(row.Name)}\">")
        : Html.From($"<blockquote>{Name.Create(Name.Shorten(row.Text, ShortText))}</blockquote>");
}
