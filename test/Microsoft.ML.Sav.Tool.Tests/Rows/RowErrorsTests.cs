using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Rows;

public class RowErrorsTests
{
    private static readonly InputRow Row = new() { Location = "'rows.jsonl' line 7" };

    [Fact]
    public void Locate_RowIsAtFault_NamesIt()
    {
        var fault = new PromptException("no file");

        FluentActions.Invoking(() => RowErrors.Locate(() => Throw(fault), () => Row))
            .Should().Throw<InvalidDataException>().WithMessage("'rows.jsonl' line 7: no file").Which.InnerException.Should().BeSameAs(fault);
    }

    [Fact]
    public void Locate_OtherFailure_IsNotBlamedOnTheRow() =>
        FluentActions.Invoking(() => RowErrors.Locate(() => Throw(new OperationCanceledException()), () => Row)).Should().Throw<OperationCanceledException>();

    private static bool Throw(Exception exception) => throw exception;
}
