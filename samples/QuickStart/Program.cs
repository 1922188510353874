using QuickStart;

switch (args)
{
    case ["train", var modelPath]:
        Training.Run(modelPath);
        return 0;
    case ["predict", var modelPath, .. { Length: > 0 } imagePaths]:
        Predicting.Run(modelPath, imagePaths);
        return 0;
    default:
        Console.Error.WriteLine("Usage: QuickStart train MODEL.zip | QuickStart predict MODEL.zip IMAGE...");
        return 2;
}
