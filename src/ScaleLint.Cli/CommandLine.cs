using System.CommandLine;
using ScaleLint.Cli.Commands;

namespace ScaleLint.Cli;

/// <summary>The whole tool: arguments in, exit code out.</summary>
public static class CommandLine
{
    // What cannot be stopped sooner is left behind: nobody waits longer for Ctrl-C, and files are written whole or not at all.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>Runs the tool as if both streams were redirected.</summary>
    /// <returns>0 clean, 1 findings or a failed gate, 2 wrong use or bad input, 3 incomplete analysis, 130 cancelled.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        Run(args, new Terminal(output, error), cancellation);

    /// <summary>Runs the tool.</summary>
    /// <returns>0 clean, 1 findings or a failed gate, 2 wrong use or bad input, 3 incomplete analysis, 130 cancelled.</returns>
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
            var configuration = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var code = Ended(Task.Run(() => parsed.InvokeAsync(configuration, cancellation), CancellationToken.None), cancellation).GetAwaiter().GetResult();
            terminal.Output.Flush();
            return code;
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine("error: " + e.Message);
            if (e.Remedy is not null) terminal.Error.WriteLine("  " + e.Remedy);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Cancelled before the end; no file was left half-written.");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that is full where the output goes, a folder that may not be read: the message names it.
            terminal.Error.WriteLine("error: " + (e.Message.Contains('\'') ? e.Message : "the output cannot be written: " + e.Message));
            terminal.Error.WriteLine("  See that there is space, and that you may read and write there.");
            return ExitCode.Usage;
        }
    }

    private static async Task<int> Ended(Task<int> run, CancellationToken cancellation)
    {
        var cancelled = Task.Delay(Timeout.Infinite, cancellation);
        if (await Task.WhenAny(run, cancelled) == cancelled) await Task.WhenAny(run, Task.Delay(Patience, CancellationToken.None));
        return run.IsCompleted ? await run : throw new OperationCanceledException(cancellation);
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
        HelpWithExamples.AddTo(root, "Exit codes: 0 clean, 1 findings or a failed gate, 2 wrong use or bad input, 3 incomplete analysis, 130 cancelled.");
        return root;
    }
}
