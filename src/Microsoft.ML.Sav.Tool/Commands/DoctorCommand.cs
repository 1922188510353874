using System.CommandLine;
using Microsoft.ML.Sav.Tool.Inspection;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav doctor</c> command: checks the installation.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly LmmArguments _lmm;

    public DoctorCommand() : base(
        "doctor", "Checks this machine: versions, execution providers, whether the LMM works and how fast it is, in at most about ten seconds; says what is missing.",
        "sav doctor",
        "sav doctor --gpu 0 --json")
    {
        _lmm = new LmmArguments(this);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var checkup = Checkup.Run(() => _lmm.Choose(arguments), _lmm.Options(arguments), cancellationToken);
        if (arguments.GetValue(Json))
            Results.WriteJson(checkup.ToJson());
        else
            Results.WriteTable(["sav", checkup.Version], checkup.Lines());
        if (checkup.Problem is { } problem)
            throw new InvalidDataException(problem);
    }
}
