namespace Microsoft.ML.Sav.Tests;

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

    [Fact]
    public void Create_PlaceholderWithoutText_SaysSo() =>
        FluentActions.Invoking(() => new PromptTemplate("Is it {text}?", hasText: false)).Should().Throw<ArgumentException>()
            .WithMessage("Prompt 'Is it {text}?' has {text}, but rows have no text*TextColumnName*'question'*");
}
