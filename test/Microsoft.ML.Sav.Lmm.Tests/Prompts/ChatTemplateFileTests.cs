using Microsoft.ML.Sav.Lmm.Prompts;

namespace Microsoft.ML.Sav.Lmm.Tests.Prompts;

public sealed class ChatTemplateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-template-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_NoTemplate_ReturnsNull()
    {
        Write("tokenizer_config.json", """{"bos_token": "<s>", "chat_template": null}""");
        Write("processor_config.json", """{"processor_class": "X"}""");

        ChatTemplateFile.Load(_folder).Should().BeNull();
    }

    [Fact]
    public void Load_SeveralFiles_TakesThemInHuggingFacesOrder()
    {
        Write("tokenizer_config.json", """{"chat_template": "tokenizer"}""");
        Load().Should().Be("tokenizer");
        Write("processor_config.json", """{"chat_template": "processor"}""");
        Load().Should().Be("processor");
        Write("chat_template.jinja", "jinja");
        Load().Should().Be("jinja");
        Write("chat_template.json", """{"chat_template": "json"}""");
        Load().Should().Be("json");
    }

    [Fact]
    public void Load_NamedTemplates_TakesTheDefault()
    {
        Write("tokenizer_config.json", """{"chat_template": [{"name": "tool_use", "template": "t"}, {"name": "default", "template": "d"}]}""");

        Load().Should().Be("d");
    }

    [Fact]
    public void Load_SpecialTokens_AreVariablesOfTheTemplate()
    {
        Write("chat_template.jinja", "{{ bos_token }}{{ eos_token }}{{ pad_token is defined }}{{ add_bos_token is defined }}");
        Write("tokenizer_config.json", """{"bos_token": "<s>", "eos_token": {"content": "</s>", "lstrip": false}, "pad_token": null, "add_bos_token": true}""");

        Load().Should().Be("<s></s>FalseFalse");
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"chat_template": [{"name": "tool_use", "template": "t"}]}""", "*tokenizer_config.json*default*")]
    [InlineData("tokenizer_config.json", """{"chat_template": 5}""", "*tokenizer_config.json*Number*")]
    [InlineData("tokenizer_config.json", "{", "*tokenizer_config.json*JSON*")]
    [InlineData("tokenizer_config.json", "[]", "*tokenizer_config.json*JSON*")]
    [InlineData("chat_template.json", """{"chat_template": "{% if %}"}""", "*chat_template.json*line 1*")]
    [InlineData("chat_template.jinja", "a\n{{ b", "*chat_template.jinja*line 2*}}*")]
    public void Load_WrongFile_NamesTheFileAndWhatIsWrong(string name, string content, string message)
    {
        Write(name, content);

        var load = () => ChatTemplateFile.Load(_folder);

        load.Should().Throw<InvalidDataException>().WithMessage(message);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private string Load() => ChatTemplateFile.Load(_folder)!.Render([], addGenerationPrompt: false);
}
