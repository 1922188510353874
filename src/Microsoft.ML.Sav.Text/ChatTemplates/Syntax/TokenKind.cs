namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>What a <see cref="Token"/> is.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of tags, printed as it stands.</summary>
    Text,

    /// <summary><c>{{</c></summary>
    OutputStart,

    /// <summary><c>}}</c></summary>
    OutputEnd,

    /// <summary><c>{%</c></summary>
    TagStart,

    /// <summary><c>%}</c></summary>
    TagEnd,

    /// <summary>A variable, a keyword, or the name of a tag, filter or test.</summary>
    Name,

    /// <summary>A string literal, without quotes and with its escapes resolved.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Float,

    /// <summary>An operator or a bracket.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}
