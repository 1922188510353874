using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests.Columns;

/// <summary>A row with a new image each time, as LoadImages gives it: its getter disposes of the image that it replaces.</summary>
internal sealed class ImageRow : DataViewRow
{
    public ImageRow()
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Image", new Transforms.Image.ImageDataViewType());
        Schema = schema.ToSchema();
    }

    /// <summary>The images, in order.</summary>
    public List<MLImage> Created { get; } = [];

    /// <summary>What each of them replaced.</summary>
    public List<MLImage?> Replaced { get; } = [];

    public override DataViewSchema Schema { get; }

    public override long Position => 0;

    public override long Batch => 0;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)(Delegate)new ValueGetter<MLImage>(Replace);

    public override ValueGetter<DataViewRowId> GetIdGetter() => throw new NotSupportedException();

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    protected override void Dispose(bool disposing)
    {
        Created.ForEach(image => image.Dispose());
        base.Dispose(disposing);
    }

    private void Replace(ref MLImage image)
    {
        Replaced.Add(image);
        image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Rgba32, new byte[4]);
        Created.Add(image);
    }
}
