using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>The part of a model card (Mitchell et al. 2019) that nobody but the author knows, to be filled in in the browser.</summary>
internal static class ModelCardSection
{
    private static readonly (string Heading, string Hint)[] Parts =
    [
        ("Authors and contact", "Who is responsible for this model, and how to reach them."),
        ("Intended use", "What the model is for, and who uses it."),
        ("Out of scope", "What it must not be used for."),
        ("Training data", "Where the examples come from, their licence, who labelled them."),
        ("Evaluation data", "How the rows above were chosen, and what they do not cover."),
        ("Ethical considerations", "Whom errors harm, and what is done about it."),
        ("Caveats and recommendations", "What users should know before they rely on a prediction."),
    ];

    public static Html Create(ReportContent content) => Html.From($"""
        <p class="no-print">Click a field and write; <b>Save a copy</b> writes this page with what you wrote. Nothing leaves your machine.</p>
        <h3>Model</h3>
        <p>{content.Model.Report.Kind} classifier of {content.Model.ClassCount} classes, trained on {content.Model.ExampleCounts.Sum()} examples, by Microsoft.ML.Sav on the LMM with the fingerprint {content.Transformer.LmmFingerprint[..12]}.</p>
        {Parts.Index().Select(part => Html.From($"""
            <h3 id="card-{part.Index}">{part.Item.Heading}</h3>
            <div class="field" contenteditable="plaintext-only" role="textbox" aria-multiline="true" aria-labelledby="card-{part.Index}" data-hint="{part.Item.Hint}"></div>
            """))}
        <p class="no-print"><button type="button" id="save">Save a copy</button></p>
        """);
}
