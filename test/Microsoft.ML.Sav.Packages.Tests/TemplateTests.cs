using System.Diagnostics;
using System.Net;

namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>Creates projects from the templates, outside the repository, and runs them.</summary>
[Collection(nameof(PackagesCollection))]
public class TemplateTests(InstalledProgram program)
{
    private static readonly string Bag = Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "test", "bag", "00.png");

    [SlowFact]
    public void Console_Created_TrainsAndClassifies()
    {
        var project = program.CreateFromTemplate("sav-console", "MyClassifier");

        var output = ChildProcess.RunDotnet(project, "run", "-v", "quiet", "--", Bag);

        output.Should().Contain("30 photos of 3 classes").And.Contain($"{Bag}: bag ");
        File.Exists(Path.Combine(project, "model.zip")).Should().BeTrue();
    }

    [SlowFact]
    public async Task Web_Created_TrainsAndServes()
    {
        var project = program.CreateFromTemplate("sav-web", "MyApi");
        ChildProcess.RunDotnet(project, "build", "-c", "Release", "-o", Path.Combine(project, "out"), "-v", "quiet", "-nologo");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(project, "out", "MyApi.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
        };
        using var server = Process.Start(start)!;
        try
        {
            using var client = new HttpClient { BaseAddress = await ReadAddressAsync(server.StandardOutput) };
            using var image = new ByteArrayContent(await File.ReadAllBytesAsync(Bag));
            image.Headers.ContentType = new("image/png");

            using var response = await client.PostAsync("/predict?top=1", image);

            response.StatusCode.Should().Be(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync()).Should().StartWith("""{"label":"bag",""");
            (await client.GetStringAsync("/health/ready")).Should().Be("Healthy");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Uri> ReadAddressAsync(StreamReader output)
    {
        const string Marker = "Now listening on: ";
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains(Marker))
                return new Uri(line[(line.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..].Trim());
        }
        throw new InvalidOperationException("The server ended before it listened.");
    }
}
