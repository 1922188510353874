namespace Microsoft.ML.Sav.Tests;

/// <summary>Photos as data views.</summary>
internal static class PhotoData
{
    public static IDataView Load(this MLContext context, IEnumerable<Photo> photos) => context.Data.LoadFromEnumerable(photos);

    /// <summary>Photos whose labels are keys for the given classes, or for those that the photos have.</summary>
    public static IDataView LoadWithKeys(this MLContext context, IEnumerable<Photo> photos, IEnumerable<string>? classes = null)
    {
        var keys = classes is null ? null : context.Data.LoadFromEnumerable(classes.Select(name => new ClassName { Name = name }));
        var data = context.Load(photos);
        return context.Transforms.Conversion.MapValueToKey("Label", keyData: keys).Fit(data).Transform(data);
    }

    private sealed class ClassName
    {
        public string Name { get; set; } = "";
    }
}
