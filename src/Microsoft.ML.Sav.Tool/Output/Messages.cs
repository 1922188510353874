using System.Reflection;
using Spectre.Console;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Lines on standard error that are not progress.</summary>
internal static class Messages
{
    // ML.NET's messages for whatever ends its reading threads and its loading of models
    private static readonly string[] WrappingMessages = ["Splitter/consolidator worker", "Error during class instantiation"];

    /// <summary>Reports an error that ends the command.</summary>
    public static void Error(string message) => Console.Error.WriteLine($"sav: {ToLine(message)}");

    /// <summary>Reports something that does not end the command, above progress that is shown.</summary>
    public static void Warn(string message) => Terminal.Error.WriteLine($"sav: {ToLine(message)}");

    /// <summary>The cause of an exception: wrappers are left out, and causes that a message lacks are added to it.</summary>
    public static string Describe(Exception exception)
    {
        if (exception.InnerException is not { } inner)
            return MessageOf(exception);
        var cause = Describe(inner);
        if (IsWrapper(exception))
            return cause;
        var message = MessageOf(exception);
        return message.Contains(cause, StringComparison.Ordinal) ? message : $"{message.TrimEnd('.')}: {cause}";
    }

    private static string MessageOf(Exception exception) => exception is ArgumentException { ParamName: { } parameter }
        ? exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
        : exception.Message;

    private static bool IsWrapper(Exception exception) =>
        exception is AggregateException or TargetInvocationException or TypeInitializationException
        || Array.Exists(WrappingMessages, exception.Message.StartsWith);

    private static string ToLine(string message) => ControlCharacters.Escape(message.ReplaceLineEndings(" ").TrimEnd());
}
