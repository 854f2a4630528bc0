using ScaleLint.Model;

namespace ScaleLint.Cli.Reports;

/// <summary>The system file that the score was solved from: edited by people, solved again by <c>scalelint score</c>.</summary>
internal sealed class ModelReport : IReportFormat
{
    public string Name => "model";

    public IReadOnlyList<string> Extensions => [];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        if (content.Result.Model is not { } model)
            throw new UsageException("There is no scale model to write: no request entry point of this input calls anything that takes time, or the input is a saved result, which does not keep it.",
                "Report on the solution itself, and see in --format text which entry points and calls were found.");
        output.Write(SystemFileWriter.Write(model));
    }
}
