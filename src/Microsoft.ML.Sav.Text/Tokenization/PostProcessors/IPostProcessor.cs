namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Adds special tokens to the token ids of a text.</summary>
internal interface IPostProcessor
{
    List<int> Process(List<int> ids);
}
