using Microsoft.ML.Sav;

namespace QuickStart;

/// <summary>Prints the progress of training: on one line in a terminal, otherwise ten lines.</summary>
internal sealed class ConsoleProgress : IProgress<SavProgress>
{
    public void Report(SavProgress value)
    {
        if (!Console.IsOutputRedirected)
            Console.Write($"\r  {value.Examples} of {value.Total} photos seen{(value.Examples == value.Total ? "\n" : "")}");
        else if (value.Total is { } total && value.Examples % (total / 10) == 0)
            Console.WriteLine($"  {value.Examples} of {total} photos seen");
    }
}
