namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Puts special tokens around the tokens of a text.</summary>
internal interface IPostProcessor
{
    List<int> Process(List<int> ids);
}
