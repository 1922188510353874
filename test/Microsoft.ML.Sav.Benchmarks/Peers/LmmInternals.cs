using System.Runtime.CompilerServices;

// peers take the same tokens and pixels as the library, and multiply-adds are counted in its cut graphs
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Sav.Lmm")]

// the runtime knows this attribute by its full name, and no assembly defines it
namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
