namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>Tests that share the trained server. They also take turns with the machine's cores.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<TrainedServer>
{
    public const string Name = "server";
}
