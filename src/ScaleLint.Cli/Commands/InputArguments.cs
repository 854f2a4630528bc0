using System.CommandLine;
using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Scan;
using ScaleLint.Il;

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
    private readonly Option<string?> cache = new("--cache")
    {
        Description = $"Folder for what was read before; harmless to delete, safe to share. Default: the environment variable {CacheVariable}, else a folder of your own.",
        HelpName = "dir",
    };

    private readonly Option<bool> noCache = new("--no-cache") { Description = "Read everything anew and keep nothing." };
    private readonly Option<GeneratorTrust> generators = new("--generators")
    {
        Description = "Source generators that run while projects are compiled: none, packages (those of the SDK and of restored packages) or all (also those in the repository, which is code of the input).",
        HelpName = "which",
        DefaultValueFactory = _ => GeneratorTrust.Packages,
    };

    private readonly Option<bool> allowIncomplete = new("--allow-incomplete") { Description = "Do not fail when a project or assembly could not be read." };

    /// <summary>The environment variable that names the folder for what was read before.</summary>
    public const string CacheVariable = "SCALELINT_CACHE";

    /// <summary>Declares them.</summary>
    public InputArguments(Command command)
    {
        command.Arguments.Add(input);
        command.Options.Add(noRestore);
        command.Options.Add(noPackages);
        command.Options.Add(cache);
        command.Options.Add(noCache);
        command.Options.Add(generators);
        command.Options.Add(allowIncomplete);
    }

    /// <summary>Whether an incomplete analysis is accepted.</summary>
    public bool AllowIncomplete(ParseResult parsed) => parsed.GetValue(allowIncomplete);

    /// <summary>The input, found on disk.</summary>
    public Input Input(ParseResult parsed) => Inputs.Input.Resolve(parsed.GetRequiredValue(input));

    /// <summary>How it is read.</summary>
    public ScanOptions Options(ParseResult parsed) => new(Restore: !parsed.GetValue(noRestore), Packages: !parsed.GetValue(noPackages)) { Generators = parsed.GetValue(generators), Cache = new FactsCache(CacheFolder(parsed), AssemblyOnDisk.Version) };

    private string CacheFolder(ParseResult parsed)
    {
        if (parsed.GetValue(noCache)) return "";
        var named = parsed.GetValue(cache) ?? Environment.GetEnvironmentVariable(CacheVariable);
        return string.IsNullOrEmpty(named) ? FactsCache.UserFolder : Path.GetFullPath(named);
    }
}
