using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Microsoft.ML.Sav.Report.Markup;

/// <summary>A piece of HTML. Only what a template of the code says is markup; all values in it are text.</summary>
internal sealed class Html
{
    private static readonly Encoding Format = new();

    private readonly string _text;

    private Html(string text) => _text = text;

    public static Html Empty { get; } = new("");

    /// <summary>
    /// Fills a template. Values are encoded, so that they are text in elements and in quoted attributes; <see cref="Html"/> and sequences of it are
    /// inserted as they are. Numbers are formatted as in English.
    /// </summary>
    public static Html From(FormattableString template) => new(template.ToString(Format));

    /// <summary>Inserts content of this project as it is: style sheet, script.</summary>
    public static Html FromTrusted(string markup) => new(markup);

    public override string ToString() => _text;

    private sealed class Encoding : IFormatProvider, ICustomFormatter
    {
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        string ICustomFormatter.Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            Html html => html._text,
            IEnumerable<Html> sequence => string.Concat(sequence),
            IFormattable value => Encoder.Encode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => Encoder.Encode(arg?.ToString() ?? ""),
        };
    }
}
