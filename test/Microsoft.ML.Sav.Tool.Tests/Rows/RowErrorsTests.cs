using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Rows;

public class RowErrorsTests
{
    private static readonly InputRow Row = new() { Location = "'rows.jsonl' line 7" };

    public static TheoryData<Exception> Faults =>
        [new FileNotFoundException("no file"), new UnauthorizedAccessException("no permission"), new InvalidDataException("no image"), new NotSupportedException("no text")];

    [Theory, MemberData(nameof(Faults))]
    public void Locate_RowIsAtFault_NamesIt(Exception fault) =>
        FluentActions.Invoking(() => RowErrors.Locate(() => Throw(fault), () => Row))
            .Should().Throw<InvalidDataException>().WithMessage($"'rows.jsonl' line 7: {fault.Message}").Which.InnerException.Should().BeSameAs(fault);

    [Fact]
    public void Locate_OtherFailure_IsNotBlamedOnTheRow() =>
        FluentActions.Invoking(() => RowErrors.Locate(() => Throw(new OperationCanceledException()), () => Row)).Should().Throw<OperationCanceledException>();

    private static bool Throw(Exception exception) => throw exception;
}
