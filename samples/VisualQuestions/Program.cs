using VisualQuestions;

// VisualQuestions [PHOTOS [IMAGES_PER_CLASS]]     trains on PHOTOS/train, tests on PHOTOS/test: one folder per class
var photos = args.ElementAtOrDefault(0) ?? "../data/fashion-mnist";
var imagesPerClass = int.Parse(args.ElementAtOrDefault(1) ?? "3");

var training = Photo.Load($"{photos}/train", imagesPerClass);
var test = Photo.Load($"{photos}/test", imagesPerClass);
Console.WriteLine($"{training.Count} images for training, {test.Count} for testing; seconds are of processor time");

QuestionPerClassifier.Run(training, test);
QuestionInPrompt.Run(training, test);
