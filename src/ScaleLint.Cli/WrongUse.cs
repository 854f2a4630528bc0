using System.CommandLine;
using System.CommandLine.Parsing;

namespace ScaleLint.Cli;

/// <summary>Says what was wrong with a command line and how it should look.</summary>
internal static class WrongUse
{
    /// <summary>Writes the errors, what was probably meant, and where to read on.</summary>
    public static void Explain(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        foreach (var message in parsed.Errors.Select(x => x.Message).Distinct()) error.WriteLine("error: " + message);
        var words = command.Subcommands.Select(x => x.Name).Concat(command.Options.Select(x => x.Name)).ToList();
        foreach (var token in parsed.UnmatchedTokens.Concat(UnknownOptions(parsed)).Distinct())
        {
            if (NearMiss.Of(token, words) is { } near) error.WriteLine($"  '{token}': did you mean '{near}'?");
        }
        if (command is RootCommand && parsed.UnmatchedTokens.Count > 0 && (File.Exists(parsed.UnmatchedTokens[0]) || Directory.Exists(parsed.UnmatchedTokens[0])))
            error.WriteLine($"  Name a command first: scalelint report {parsed.UnmatchedTokens[0]}");
        var path = string.Join(' ', Names(parsed.CommandResult).Reverse());
        error.WriteLine($"  Read on with: {path} --help");
    }

    // An option that is not known is taken for the value of an argument.
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) =>
        parsed.Tokens.Where(x => x.Type == TokenType.Argument && x.Value.StartsWith('-') && x.Value.Length > 1).Select(x => x.Value);

    private static IEnumerable<string> Names(CommandResult result)
    {
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent) yield return command.Command is RootCommand ? "scalelint" : command.Command.Name;
    }
}
