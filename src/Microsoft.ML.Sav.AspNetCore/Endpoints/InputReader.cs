using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Microsoft.ML.Sav.AspNetCore.Endpoints;

/// <summary>Reads the rows of a request from a form, JSON or an image as the body. Names and types that the client gives are not trusted.</summary>
internal sealed class InputReader(SavPredictorOptions options)
{
    private const string Expected = "Send JSON, a form (multipart/form-data) with files 'image' and a field 'text', or an image as the body.";

    /// <exception cref="BadInputException">The request cannot be used.</exception>
    /// <exception cref="BadHttpRequestException">The body is larger than the server allows, or ends early.</exception>
    public async Task<RequestRows> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var rows = await ReadBodyAsync(request, cancellationToken);
        if (rows.Inputs.Count == 0)
            throw new BadInputException("There are no rows. " + Expected);
        foreach (var row in rows.Inputs)
            Check(row);
        return rows;
    }

    private async Task<RequestRows> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
            return await ReadFormAsync(request, cancellationToken);
        if (request.HasJsonContentType())
            return await ReadJsonAsync(request, cancellationToken);
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Type.Equals("image", StringComparison.OrdinalIgnoreCase))
            return new RequestRows([new NamedInput("The image", new SavInput(await ReadAllAsync(request.Body, "The image", cancellationToken)))], IsBatch: false);
        throw new BadInputException($"The content type is '{request.ContentType}'. {Expected}", StatusCodes.Status415UnsupportedMediaType);
    }

    private async Task<RequestRows> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        // Kestrel's own errors, such as a body above its limit, have their own status.
        catch (Exception exception) when (exception is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new BadInputException($"The form cannot be read: {exception.Message}");
        }
        var text = form.TryGetValue("text", out var values) ? values.ToString() : null;
        if (form.Files.Count == 0)
            return new RequestRows(text is null ? [] : [new NamedInput("The text", new SavInput(Text: text))], IsBatch: false);
        CheckCount(form.Files.Count);
        var inputs = new List<NamedInput>();
        foreach (var file in form.Files)
        {
            var name = $"Image {inputs.Count + 1} ('{Path.GetFileName(file.FileName)}')";
            await using var content = file.OpenReadStream();
            inputs.Add(new NamedInput(name, new SavInput(await ReadAllAsync(content, name, cancellationToken), text)));
        }
        return new RequestRows(inputs, IsBatch: inputs.Count > 1);
    }

    private async Task<RequestRows> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return new RequestRows([new NamedInput("The row", Parse(document.RootElement))], IsBatch: false);
            CheckCount(document.RootElement.GetArrayLength());
            return new RequestRows([.. document.RootElement.EnumerateArray().Select((row, i) => new NamedInput($"Row {i + 1}", Parse(row)))], IsBatch: true);
        }
        catch (JsonException exception)
        {
            throw new BadInputException($"The JSON cannot be read: {exception.Message}");
        }

        static SavInput Parse(JsonElement row) => row.Deserialize<SavInput>(JsonSerializerOptions.Web) ?? throw new JsonException("A row is null.");
    }

    private async Task<byte[]> ReadAllAsync(Stream content, string name, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length + count > options.MaxImageBytes)
                throw CreateTooLargeException(name);
            bytes.Write(buffer, 0, count);
        }
        return bytes.ToArray();
    }

    // Before rows are read: millions of empty ones fit into a body.
    private void CheckCount(int count)
    {
        if (count > options.QueueLength)
            throw new BadInputException($"There are {count} rows, but at most {options.QueueLength} are allowed per request.", StatusCodes.Status413PayloadTooLarge);
    }

    private void Check(NamedInput row)
    {
        if (row.Input is { Image: null or [], Text: null })
            throw new BadInputException($"{row.Name} has neither image nor text. {Expected}");
        if (row.Input.Image?.LongLength > options.MaxImageBytes)
            throw CreateTooLargeException(row.Name);
        if (row.Input.Text?.Length > options.MaxTextLength)
            throw new BadInputException($"{row.Name} has a text of {row.Input.Text.Length} characters; at most {options.MaxTextLength} are allowed.", StatusCodes.Status413PayloadTooLarge);
    }

    private BadInputException CreateTooLargeException(string name) =>
        new($"{name} is larger than {options.MaxImageBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
}
