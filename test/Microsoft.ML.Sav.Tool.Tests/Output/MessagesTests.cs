using System.Reflection;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Tests.Output;

public class MessagesTests
{
    private static readonly Exception Cause = new InvalidDataException("'weights.onnx' is too short.");

    public static TheoryData<Exception, string> Exceptions => new()
    {
        { Cause, "'weights.onnx' is too short." },
        { new AggregateException(Cause), "'weights.onnx' is too short." },
        { new InvalidOperationException("Error during class instantiation", new TargetInvocationException(Cause)), "'weights.onnx' is too short." },
        { new InvalidOperationException("Splitter/consolidator worker encountered exception while consuming source data", Cause), "'weights.onnx' is too short." },
        { new InvalidOperationException("Cannot open the LMM.", Cause), "Cannot open the LMM: 'weights.onnx' is too short." },
        { new InvalidOperationException("Cannot open the LMM: 'weights.onnx' is too short.", Cause), "Cannot open the LMM: 'weights.onnx' is too short." },
        { new ArgumentException("--heads is 500.", "headCount"), "--heads is 500." },
    };

    [Theory, MemberData(nameof(Exceptions))]
    public void Describe_Exception_HasTheCauseOnce(Exception exception, string expected) => Messages.Describe(exception).Should().Be(expected);
}
