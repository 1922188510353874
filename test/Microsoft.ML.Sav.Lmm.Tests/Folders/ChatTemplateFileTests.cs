using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Lmm.Tests.Folders;

public sealed class ChatTemplateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-template-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_NoTemplate_ReturnsNull()
    {
        Write("tokenizer_config.json", """{"bos_token": "<s>", "chat_template": null}""");
        Write("processor_config.json", """{"processor_class": "X"}""");

        Read().Should().BeNull();
    }

    [Fact]
    public void Read_SeveralFiles_TakesThemInHuggingFacesOrder()
    {
        Write("tokenizer_config.json", """{"chat_template": "tokenizer"}""");
        Render().Should().Be("tokenizer");
        Write("processor_config.json", """{"chat_template": "processor"}""");
        Render().Should().Be("processor");
        Write("chat_template.jinja", "jinja");
        Render().Should().Be("jinja");
        Write("chat_template.json", """{"chat_template": "json"}""");
        Render().Should().Be("json");
    }

    [Fact]
    public void Read_NamedTemplates_TakesTheDefault()
    {
        Write("tokenizer_config.json", """{"chat_template": [{"name": "tool_use", "template": "t"}, {"name": "default", "template": "d"}]}""");

        Render().Should().Be("d");
    }

    [Fact]
    public void Read_SpecialTokens_AreVariablesOfTheTemplate()
    {
        Write("chat_template.jinja", "{{ bos_token }}{{ eos_token }}{{ pad_token is defined }}{{ add_bos_token is defined }}");
        Write("tokenizer_config.json", """{"bos_token": "<s>", "eos_token": {"content": "</s>", "lstrip": false}, "pad_token": null, "add_bos_token": true}""");

        Render().Should().Be("<s></s>FalseFalse");
    }

    [Fact]
    public void Read_TemplateWithTodaysDate_PrintsTheSameOneOnEveryDay()
    {
        Write("chat_template.jinja", "Today Date: {{ strftime_now('%d %b %Y %H:%M') }}");

        Render().Should().Be("Today Date: 26 Jul 2024 00:00");
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"chat_template": [{"name": "tool_use", "template": "t"}]}""", "*tokenizer_config.json*default*")]
    [InlineData("tokenizer_config.json", """{"chat_template": 5}""", "*tokenizer_config.json*chat_template*5*")]
    [InlineData("tokenizer_config.json", "{", "*tokenizer_config.json*JSON*")]
    [InlineData("tokenizer_config.json", "[]", "*tokenizer_config.json*JSON*")]
    [InlineData("chat_template.json", """{"chat_template": "{% if %}"}""", "*chat_template.json*line 1*")]
    [InlineData("chat_template.jinja", "a\n{{ b", "*chat_template.jinja*line 2*}}*")]
    public void Read_WrongFile_NamesTheFileAndWhatIsWrong(string name, string content, string message)
    {
        Write(name, content);

        var read = Read;

        read.Should().Throw<ModelFolderException>().WithMessage(message).Which.FilePath.Should().Be(Path.Combine(_folder, name));
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private string Render() => Read()!.Render([], addGenerationPrompt: false);

    private ChatTemplate? Read() => ChatTemplateFile.Read(new ConfigurationFiles(_folder));
}
