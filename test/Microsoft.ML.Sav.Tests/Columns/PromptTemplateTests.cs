using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Tests.Columns;

public class PromptTemplateTests
{
    [Theory]
    [InlineData(null, "Is it red?", "Is it red?")]
    [InlineData("Answer: {text}", "Is it red?", "Answer: Is it red?")]
    [InlineData("{text} {text}", "a", "a a")]
    [InlineData("Look closely.", "Is it red?", "Look closely.\nIs it red?")]
    [InlineData("{text}", "a {text} b", "a {text} b")]
    public void Render_WithTextColumn_PlacesTheText(string? prompt, string text, string expected) =>
        new PromptTemplate(prompt, hasText: true).Render(text).Should().Be(expected);

    [Theory]
    [InlineData(null, "What is in the image?")]
    [InlineData("Name it.", "Name it.")]
    [InlineData("", "")]
    public void Render_WithoutTextColumn_IsThePromptOrTheDefault(string? prompt, string expected) =>
        new PromptTemplate(prompt, hasText: false).Render("").Should().Be(expected);
}
