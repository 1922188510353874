using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>What lies in a nupkg or snupkg.</summary>
internal sealed class PackageFile : IDisposable
{
    // https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md#source-link-c-and-vb-compilers
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    public PackageFile(string folder, string id, string extension = "nupkg")
    {
        _archive = ZipFile.OpenRead(Path.Combine(folder, $"{id}.{PackedPackages.Version}.{extension}"));
        using var nuspec = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    public IEnumerable<string> Files => _archive.Entries.Select(entry => entry.FullName);

    /// <summary>Dependencies as "id range".</summary>
    public IEnumerable<string> Dependencies =>
        _metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}");

    /// <summary>The text of an element of the nuspec, or null.</summary>
    public string? this[string element] => Element(element)?.Value;

    public string? Attribute(string element, string attribute) => Element(element)?.Attribute(attribute)?.Value;

    public long SizeOf(string file) => _archive.GetEntry(file)!.Length;

    public byte[] ReadBytes(string file)
    {
        using var stream = new MemoryStream();
        using (var entry = _archive.GetEntry(file)!.Open())
            entry.CopyTo(stream);
        return stream.ToArray();
    }

    public string ReadText(string file) => Encoding.UTF8.GetString(ReadBytes(file));

    /// <summary>The SourceLink map of a pdb, as JSON, or null when it has none.</summary>
    public string? ReadSourceLink(string pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(ReadBytes(pdb)));
        var reader = provider.GetMetadataReader();
        return reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLinkKind)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)))
            .SingleOrDefault();
    }

    public void Dispose() => _archive.Dispose();

    private XElement? Element(string name) => _metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);
}
