// Copies .NET assemblies with their internal types, methods and fields made public: publicize FOLDER ASSEMBLY...
// Only visibility bits are changed, in place in the metadata tables (ECMA-335, II.22 and II.23.1).
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

var folder = Directory.CreateDirectory(args[0]).FullName;
foreach (var assembly in args.Skip(1))
    File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(assembly)), MakePublic(File.ReadAllBytes(assembly)));

static byte[] MakePublic(byte[] image)
{
    using var file = new PEReader(new MemoryStream(image));
    var metadata = file.GetMetadataReader();
    foreach (var handle in metadata.TypeDefinitions)
    {
        var type = metadata.GetTypeDefinition(handle);
        // compilers emit attributes of their own into each assembly, which must not meet those of other assemblies
        if (metadata.GetString(type.Namespace).StartsWith("System.", StringComparison.Ordinal))
            continue;
        SetVisibility(FlagsOf(TableIndex.TypeDef, handle, 0), (int)OfType(type.Attributes));
        foreach (var field in type.GetFields())
            SetVisibility(FlagsOf(TableIndex.Field, field, 0), (int)OfMember((MethodAttributes)metadata.GetFieldDefinition(field).Attributes));
        foreach (var method in type.GetMethods())
            SetVisibility(FlagsOf(TableIndex.MethodDef, method, 6), (int)OfMember(metadata.GetMethodDefinition(method).Attributes));
    }
    return image;

    int FlagsOf(TableIndex table, EntityHandle row, int column) => file.PEHeaders.MetadataStartOffset
        + metadata.GetTableMetadataOffset(table) + ((metadata.GetRowNumber(row) - 1) * metadata.GetTableRowSize(table)) + column;

    // of types, fields and methods alike the visibility is the lowest three bits
    void SetVisibility(int offset, int visibility) => image[offset] = (byte)((image[offset] & ~7) | visibility);
}

static TypeAttributes OfType(TypeAttributes attributes) => (attributes & TypeAttributes.VisibilityMask) switch
{
    TypeAttributes.NotPublic => TypeAttributes.Public,
    TypeAttributes.NestedAssembly or TypeAttributes.NestedFamANDAssem or TypeAttributes.NestedFamORAssem => TypeAttributes.NestedPublic,
    var visibility => visibility,
};

// fields have the same values as methods
static MethodAttributes OfMember(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) switch
{
    MethodAttributes.Assembly or MethodAttributes.FamANDAssem => MethodAttributes.Public,
    var visibility => visibility,
};
