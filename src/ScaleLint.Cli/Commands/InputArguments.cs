using System.CommandLine;
using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Scan;

namespace ScaleLint.Cli.Commands;

/// <summary>What every command that analyses code takes.</summary>
internal sealed class InputArguments
{
    private readonly Argument<string> input = new("input")
    {
        Description = "A .sln, .slnx, .slnf, .csproj, .binlog, .dll, a folder of one of these, or a saved .json result.",
    };

    private readonly Option<bool> noRestore = new("--no-restore") { Description = "Do not restore packages, even where none were ever restored." };
    private readonly Option<bool> noPackages = new("--no-packages") { Description = "Do not look into packages: faster, but what they do stays unknown unless the catalogue describes it." };
    private readonly Option<bool> allowIncomplete = new("--allow-incomplete") { Description = "Do not fail when a project or assembly could not be read." };

    /// <summary>Declares them.</summary>
    public InputArguments(Command command)
    {
        command.Arguments.Add(input);
        command.Options.Add(noRestore);
        command.Options.Add(noPackages);
        command.Options.Add(allowIncomplete);
    }

    /// <summary>Whether an incomplete analysis is accepted.</summary>
    public bool AllowIncomplete(ParseResult parsed) => parsed.GetValue(allowIncomplete);

    /// <summary>The input, found on disk.</summary>
    public Input Input(ParseResult parsed) => Inputs.Input.Resolve(parsed.GetRequiredValue(input));

    /// <summary>How it is read.</summary>
    public ScanOptions Options(ParseResult parsed) => new(Restore: !parsed.GetValue(noRestore), Packages: !parsed.GetValue(noPackages));
}
