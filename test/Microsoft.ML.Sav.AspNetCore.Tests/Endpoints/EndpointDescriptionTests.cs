using System.Text.Json;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Endpoints;

/// <summary>What <c>/openapi/v1.json</c> tells about the endpoint.</summary>
[Collection(ServerCollection.Name)]
public sealed class EndpointDescriptionTests(SavedModels models) : IAsyncLifetime
{
    private JsonElement _document;

    private JsonElement Operation => _document.GetProperty("paths").GetProperty("/predict").GetProperty("post");

    private JsonElement Request => Operation.GetProperty("requestBody").GetProperty("content");

    public async Task InitializeAsync()
    {
        await using var server = await TestServer.StartAsync(models.Shoes);
        _document = JsonDocument.Parse(await server.Client.GetStringAsync("/openapi/v1.json")).RootElement;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Request_ContentTypes_AreThoseThatAreRead() =>
        Request.EnumerateObject().Select(content => content.Name).Should().Equal("application/json", "multipart/form-data", "image/*");

    [Fact]
    public void Request_Json_IsARowOrAnArrayOfRows()
    {
        var (row, rows) = ReadOneOf(Request.GetProperty("application/json"));

        row.GetProperty("properties").EnumerateObject().Select(property => property.Name).Should().Equal("image", "text");
        row.GetProperty("properties").GetProperty("image").GetProperty("format").GetString().Should().Be("byte", "it is base64");
        rows.Should().Be(row);
    }

    [Fact]
    public void Request_Form_HasFilesAndAText()
    {
        var properties = Request.GetProperty("multipart/form-data").GetProperty("schema").GetProperty("properties");

        properties.GetProperty("image").GetProperty("type").GetString().Should().Be("array");
        properties.GetProperty("image").GetProperty("items").GetProperty("format").GetString().Should().Be("binary");
        properties.GetProperty("text").GetProperty("type").GetString().Should().Be("string");
    }

    [Fact]
    public void Request_Image_IsBytes() =>
        Request.GetProperty("image/*").GetProperty("schema").GetProperty("format").GetString().Should().Be("binary");

    [Fact]
    public void Response_Ok_IsAPredictionOrAnArray()
    {
        var (prediction, predictions) = ReadOneOf(Operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json"));

        prediction.GetProperty("properties").EnumerateObject().Select(property => property.Name).Should().Equal("label", "scores");
        predictions.Should().Be(prediction);
    }

    [Fact]
    public void Responses_Errors_AreProblemDetails()
    {
        var errors = Operation.GetProperty("responses").EnumerateObject().Where(response => response.Name != "200").ToList();

        errors.Select(error => error.Name).Should().Equal("400", "413", "415", "422", "429", "503");
        errors.Should().OnlyContain(error => error.Value.GetProperty("content").EnumerateObject().Single().Name == "application/problem+json");
    }

    [Fact]
    public void Parameters_Top_IsDescribed()
    {
        var top = Operation.GetProperty("parameters").EnumerateArray().Should().ContainSingle().Subject;

        (top.GetProperty("name").GetString(), top.GetProperty("in").GetString()).Should().Be(("top", "query"));
        top.GetProperty("description").GetString().Should().Contain("scores");
    }

    // The schema of one, and of the items of an array.
    private (JsonElement One, JsonElement Many) ReadOneOf(JsonElement content)
    {
        var alternatives = content.GetProperty("schema").GetProperty("oneOf");
        alternatives.GetArrayLength().Should().Be(2);
        alternatives[1].GetProperty("type").GetString().Should().Be("array");
        return (Resolve(alternatives[0]), Resolve(alternatives[1].GetProperty("items")));
    }

    private JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? _document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
        : schema;
}
