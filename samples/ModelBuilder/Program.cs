using System;
using System.IO;
using System.Linq;
using Microsoft.ML;
using ModelBuilder;

// ModelBuilder [TRAIN [TEST]]     a folder per label in each
var train = args.ElementAtOrDefault(0) ?? MLModel.RetrainFilePath;
var test = args.ElementAtOrDefault(1) ?? "../data/fashion-mnist/test";

MLModel.Train("MLModel.mlnet", train);

// As in the console app that Model Builder creates: predict one image, and show all labels.
var image = Directory.GetFiles(test, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
var sampleData = new MLModel.ModelInput { ImageSource = File.ReadAllBytes(image) };
Console.WriteLine($"{image} is {MLModel.Predict(sampleData).PredictedLabel}");
foreach (var score in MLModel.PredictAllLabels(sampleData))
    Console.WriteLine($"{score.Key,-40}{score.Value,-20}");

var mlContext = new MLContext();
var model = mlContext.Model.Load("MLModel.mlnet", out _);
var metrics = MLModel.Evaluate(mlContext, MLModel.LoadImageFromFolder(mlContext, test), model, "Label");
Console.WriteLine($"Accuracy on {test}: {metrics.MicroAccuracy:P1}");
