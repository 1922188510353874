using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Standard output, whose errors end a command, and standard error, whose errors are ignored.</summary>
internal static class StandardStreams
{
    private const int OutputDescriptor = 1;
    private const int ErrorDescriptor = 2;
    private const int BrokenPipe = 32; // EPIPE on Linux and macOS

    /// <summary>The bytes of standard output.</summary>
    public static Stream Output { get; private set; } = Stream.Null;

    /// <summary>Replaces <see cref="Console.Out"/> and <see cref="Console.Error"/>, both in UTF-8.</summary>
    /// <exception cref="IOException">Standard output is closed.</exception>
    public static void Open()
    {
        Console.SetError(IsClosed(ErrorDescriptor) ? TextWriter.Null : new BestEffortWriter(Console.Error));
        if (IsClosed(OutputDescriptor))
            throw new IOException("Standard output is closed.");
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Output = OpenOutput();
        if (Console.IsOutputRedirected)
            Console.SetOut(new StreamWriter(Output) { AutoFlush = true });
    }

    /// <summary>Whether the process that reads standard output has ended, as <c>head</c> does.</summary>
    public static bool IsBrokenPipe(Exception exception) => exception is IOException { HResult: BrokenPipe };

    // the console's stream ignores that a pipe is broken; a file's position is only kept by the console's stream
    private static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var stream = new FileStream(new SafeFileHandle(OutputDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
                return stream;
        }
        return Console.OpenStandardOutput();
    }

    // a descriptor that was closed when the process started is now the runtime's own, which has close-on-exec
    private static bool IsClosed(int descriptor)
    {
        const int GetFlags = 1;
        return !OperatingSystem.IsWindows() && Fcntl(descriptor, GetFlags) != 0;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Fcntl(int descriptor, int command);
}
