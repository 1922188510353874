using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Explaining;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Draws on small copies of images what speaks for their predicted class.</summary>
internal sealed class OverlayDrawing : IDisposable
{
    private readonly Lease<MultimodalModel> _lmm;
    private readonly RowExplainer _explainer;

    public OverlayDrawing(SavTransformer transformer)
    {
        _lmm = transformer.State.Lmm.Open(transformer.Host);
        _explainer = new RowExplainer(_lmm.Value, transformer.Model.Classifier, transformer.Model.ClassNames);
    }

    /// <summary>Runs the LMM on a row, and draws on its first image. Returns a JPEG; <see langword="null"/> if there is no evidence for parts of it.</summary>
    public byte[]? Draw(RowPrompt row)
    {
        var explanation = _explainer.Explain(row);
        if (!explanation.Patches.Any(patch => patch.Image == 0))
            return null;
        using var png = new MemoryStream();
        explanation.WriteOverlayPng(png);
        return Thumbnail.Encode(ImageInput.FromBytes(png.ToArray()));
    }

    public void Dispose()
    {
        _explainer.Dispose();
        _lmm.Dispose();
    }
}
