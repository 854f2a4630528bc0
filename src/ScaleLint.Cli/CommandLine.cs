using System.CommandLine;
using ScaleLint.Cli.Commands;

namespace ScaleLint.Cli;

/// <summary>The whole tool: arguments in, exit code out.</summary>
public static class CommandLine
{
    /// <summary>Runs the tool as if both streams were redirected.</summary>
    /// <returns>0 clean, 1 findings or a failed gate, 2 wrong use or bad input, 3 incomplete analysis.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        Run(args, new Terminal(output, error), cancellation);

    /// <summary>Runs the tool.</summary>
    /// <returns>0 clean, 1 findings or a failed gate, 2 wrong use or bad input, 3 incomplete analysis.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        var root = Root(terminal);
        var parsed = root.Parse(args.Count == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Errors.Count > 0)
            {
                WrongUse.Explain(parsed, terminal.Error);
                return ExitCode.Usage;
            }
            var configuration = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false };
            return parsed.InvokeAsync(configuration, cancellation).GetAwaiter().GetResult();
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine("error: " + e.Message);
            if (e.Remedy is not null) terminal.Error.WriteLine("  " + e.Remedy);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Cancelled; nothing was written.");
            return ExitCode.Incomplete;
        }
        finally
        {
            terminal.Output.Flush();
            terminal.Error.Flush();
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Tells where a .NET system will break when it grows, while it is still cheap to change.")
        {
            ReportCommand.Create(terminal),
            CheckCommand.Create(terminal),
            BaselineCommand.Create(terminal),
            ScoreCommand.Create(terminal),
            DiffCommand.Create(terminal),
            FactsCommand.Create(terminal),
            LinkCommand.Create(terminal),
            CalibrateCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            InitCommand.Create(terminal),
            McpCommand.Create(terminal),
        };
        HelpWithExamples.AddTo(root, "Exit codes: 0 clean, 1 findings or a failed gate, 2 wrong use or bad input, 3 incomplete analysis.");
        return root;
    }
}
