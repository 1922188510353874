using Microsoft.ML.Data;
using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Methods;

namespace Microsoft.ML.Sav.Results.Features;

/// <summary>ML.NET's image features: DnnFeaturizeImage with ResNet18, used as its documentation shows.</summary>
internal static class ResNet18
{
    /// <summary>Computes 512 floats per row.</summary>
    public static float[][] Extract(DataSet dataSet)
    {
        Console.Error.WriteLine($"{dataSet.Name}: ResNet18 features");
        var mlContext = new MLContext(seed: 0);
        var rows = mlContext.Data.LoadFromEnumerable(dataSet.Rows.Select(row => new ImageRow { Path = row.Images[0] }));
        var pipeline = mlContext.Transforms.LoadImages("Image", imageFolder: "", nameof(ImageRow.Path))
            .Append(mlContext.Transforms.ResizeImages("Image", imageWidth: 224, imageHeight: 224))
            .Append(mlContext.Transforms.ExtractPixels("Pixels", "Image"))
            .Append(mlContext.Transforms.DnnFeaturizeImage("Features", input => input.ModelSelector.ResNet18(mlContext, input.OutputColumn, input.InputColumn), "Pixels"));
        return [.. pipeline.Fit(rows).Transform(rows).GetColumn<float[]>("Features")];
    }
}
