namespace Microsoft.ML.Sav.Packages.Tests;

/// <summary>Tests that share one packing and one installation.</summary>
[CollectionDefinition(nameof(PackagesCollection))]
public class PackagesCollection : ICollectionFixture<InstalledProgram>;
