namespace Microsoft.ML.Sav.Heads;

/// <summary>Examples with a class each, whose features are read one feature at a time.</summary>
internal interface ILabelledExamples
{
    /// <summary>The features of each example.</summary>
    FeatureLayout Layout { get; }

    /// <summary>Number of classes.</summary>
    int ClassCount { get; }

    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>Class of an example, from 0.</summary>
    int GetClass(int example);

    /// <summary>Computes the mean feature vectors per class.</summary>
    ClassMeans ComputeClassMeans();

    /// <summary>Reads one feature of all examples. Safe to call from several threads.</summary>
    /// <param name="position">Position of the feature in the layout.</param>
    /// <returns>[examples, size]</returns>
    float[] ReadFeature(int position);
}
