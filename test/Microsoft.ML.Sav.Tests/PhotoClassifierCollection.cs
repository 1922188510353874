namespace Microsoft.ML.Sav.Tests;

/// <summary>Tests that share one trained classifier. They also take turns with the machine's cores.</summary>
[CollectionDefinition(Name)]
public sealed class PhotoClassifierCollection : ICollectionFixture<PhotoClassifier>
{
    public const string Name = "photos";
}
