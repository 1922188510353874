namespace Microsoft.ML.Sav.AspNetCore.Tests;

/// <summary>Tests that share the saved models. They also take turns with the machine's cores.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<SavedModels>
{
    public const string Name = "server";
}
