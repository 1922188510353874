using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Microsoft.ML.Sav.Tests.Interop;

/// <summary>
/// The compiler sees copies of ML.NET's assemblies in which internal members are public. Those that the library uses must exist in the
/// unmodified assemblies, which run.
/// </summary>
public class PublicizedMembersTests
{
    [Fact]
    public void MembersOfMlNet_InTheRealAssemblies_AllExist()
    {
        var members = ReferencedTokens().Select(token => typeof(SavEstimator).Module.ResolveMember(token)!).ToArray(); // throws if one is missing

        var ofMlNet = members.Where(member => member.DeclaringType!.Assembly.GetName().Name!.StartsWith("Microsoft.ML.", StringComparison.Ordinal)).ToArray();
        ofMlNet.Where(member => !IsPublic(member)).Select(member => $"{member.DeclaringType!.Name}.{member.Name}").Distinct()
            .Should().Contain(["ModelSaveContext.SetVersionInfo", "CatalogUtils.GetEnvironment", "VersionInfo..ctor", "LoadableClassAttribute..ctor"],
                "the list should hold the internal members that the library is known to use");
    }

    private static IEnumerable<int> ReferencedTokens()
    {
        using var file = new PEReader(File.OpenRead(typeof(SavEstimator).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var tokens = metadata.MemberReferences
            .Where(handle => metadata.GetMemberReference(handle).Parent.Kind == HandleKind.TypeReference)
            .Select(handle => MetadataTokens.GetToken(handle))
            .ToArray();
        tokens.Should().HaveCountGreaterThan(100);
        return tokens;
    }

    private static bool IsPublic(MemberInfo member) =>
        member.DeclaringType!.IsVisible && (member is MethodBase { IsPublic: true } or FieldInfo { IsPublic: true });
}
