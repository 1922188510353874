namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Changes a file a little.</summary>
internal interface IMutator
{
    /// <summary>Returns a changed copy.</summary>
    /// <param name="file">The file.</param>
    /// <param name="other">Another file of the corpus, to take parts from.</param>
    /// <param name="random">All that the change depends on.</param>
    byte[] Mutate(byte[] file, byte[] other, Random random);
}
