using System.CommandLine;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The option <c>--features h,m,vp,pp</c>.</summary>
internal static class FeatureKindsOption
{
    private static readonly OrderedDictionary<string, FeatureKind> Names = new()
    {
        ["h"] = FeatureKind.LastToken,
        ["m"] = FeatureKind.TokenMean,
        ["vp"] = FeatureKind.VisionEncoder,
        ["pp"] = FeatureKind.Projector,
    };

    public static Option<FeatureKind[]> Create() => new("--features")
    {
        Description = "Features to extract: h (heads at the last token), m (heads averaged over the image's tokens, or all tokens without an image), "
            + "vp (vision encoder) and pp (projector), both averaged over all images.",
        HelpName = string.Join(',', Names.Keys),
        DefaultValueFactory = _ => [FeatureKind.LastToken],
        CustomParser = result =>
        {
            var names = result.Tokens.Single().Value.Split(',', StringSplitOptions.TrimEntries);
            if (names.FirstOrDefault(name => !Names.ContainsKey(name)) is { } unknown)
            {
                result.AddError($"--features should be some of {string.Join(", ", Names.Keys)}, separated by commas, found '{unknown}'.");
                return null;
            }
            return [.. Names.Where(kind => names.Contains(kind.Key)).Select(kind => kind.Value)];
        },
    };

    /// <summary>The features of some kinds. Kinds that the LMM lacks are reported and left out.</summary>
    /// <exception cref="InvalidDataException">The LMM has none of them.</exception>
    public static FeatureLayout Select(MultimodalModel model, FeatureKind[] kinds)
    {
        if (kinds is [FeatureKind.LastToken])
            return model.Heads;
        var missing = kinds.Except(model.Features.Select(feature => feature.Kind)).ToList();
        var reasons = string.Join(' ', model.MissingFeatures);
        if (missing.Count == kinds.Length)
            throw new InvalidDataException($"The LMM has none of these features. {reasons}");
        if (missing.Count > 0)
            Console.Error.WriteLine($"Left out: {string.Join(", ", Names.Where(kind => missing.Contains(kind.Value)).Select(kind => kind.Key))}. {reasons}");
        return new FeatureLayout(model.Features.Where(feature => kinds.Contains(feature.Kind)));
    }
}
