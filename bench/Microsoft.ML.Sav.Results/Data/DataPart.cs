namespace Microsoft.ML.Sav.Results.Data;

/// <summary>What a row may be used for.</summary>
internal enum DataPart
{
    /// <summary>Training or testing: the data set has no test part.</summary>
    Any,

    /// <summary>Training.</summary>
    Train,

    /// <summary>Testing.</summary>
    Test,
}
