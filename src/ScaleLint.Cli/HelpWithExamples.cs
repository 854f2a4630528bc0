using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ScaleLint.Cli;

/// <summary>A command with lines to copy.</summary>
/// <param name="examples">Under "Examples" in the command's own help.</param>
internal sealed class TeachingCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Lines to copy.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>The library's help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, string closing) : SynchronousCommandLineAction
{
    /// <summary>Puts examples under the help of all commands.</summary>
    public static void AddTo(RootCommand root, string closing)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var help = (HelpAction)option.Action!;
        help.MaxWidth = 100;
        option.Action = new HelpWithExamples(help, closing);
    }

    // Who asks for help need not have the arguments right.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = command is TeachingCommand teaching ? teaching.Examples : [.. command.Subcommands.OfType<TeachingCommand>().Select(x => x.Examples[0])];
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine("  " + example);
        output.WriteLine();
        output.WriteLine(closing);
        return ExitCode.Clean;
    }
}
