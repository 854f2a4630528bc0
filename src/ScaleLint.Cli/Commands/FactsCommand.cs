using System.CommandLine;
using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Scan;
using ScaleLint.Cli.Shards;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint facts</c>: reads an input and leaves its facts for <c>link</c>.</summary>
internal static class FactsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("facts",
            "Reads an input and writes its facts to a folder, so that 'link' can put many of them together.",
            "scalelint facts src/Ordering/Ordering.csproj --root . -o facts/ordering",
            "scalelint facts Shop.sln -o facts/shop",
            "scalelint facts Shop.sln -o facts/shop --readable");
        var input = new InputArguments(command);
        var folder = new Option<string>("--output", "-o") { Description = "Folder to write to.", HelpName = "dir", Required = true };
        var root = new Option<string?>("--root") { Description = "Folder to which files are named relative; the same for all shards of a system. Default: the input's folder.", HelpName = "dir" };
        var readable = new Option<bool>("--readable") { Description = "Also write each assembly's facts as indented text, in a .txt file that nothing reads back." };
        command.Options.Add(folder);
        command.Options.Add(readable);
        command.Options.Add(root);
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = input.Input(parsed);
            if (found.Kind == InputKind.SavedResult) throw new UsageException("A saved result has no facts.", "Name the solution, project, log or assemblies it was made of.");
            if (parsed.GetValue(root) is { } named)
            {
                if (!Directory.Exists(named)) throw new UsageException($"The folder '{named}' does not exist.", "Name with --root the folder that all shards' files lie under.");
                found = found with { Root = Path.GetFullPath(named) };
            }
            var configuration = Configuration.Read(found);
            using var progress = new Progress(terminal);
            var scan = await Scanner.Scan(found, input.Options(parsed) with { Catalogue = configuration.Catalogue }, progress, cancellation);
            progress.Clear();
            var target = Path.GetFullPath(parsed.GetRequiredValue(folder));
            FactsShard.Write(target, Repository.PrefixOf(found.Root), scan, configuration.Texts, TopologyFiles.Collect(found.Root), parsed.GetValue(readable));
            terminal.Error.WriteLine($"{scan.Projects.Count(x => x.IsJudged)} of {scan.Named.Count} projects and {scan.Projects.Count(x => !x.IsJudged)} packages written to {target}");
            foreach (var problem in scan.Problems) terminal.Error.WriteLine(Analysed.Line(problem));
            return scan.Problems.Count == 0 || input.AllowIncomplete(parsed) ? ExitCode.Clean : ExitCode.Incomplete;
        });
        return command;
    }
}
