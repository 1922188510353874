using System.Globalization;
using System.Text.Json;
using Microsoft.ML.Sav.Results.Figures;

// Draws the figures that standard input describes, one per line of JSON.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
while (Console.ReadLine() is { } line)
    JsonSerializer.Deserialize<Figure>(line)!.Save();
