namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>The kind of a <see cref="Token"/>.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Data,

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

    /// <summary>A string literal, without quotes and with decoded escapes.</summary>
    String,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>An operator or a bracket.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}
