using System.CommandLine;
using ScaleLint.Cli.Scan;
using ScaleLint.Cli.Shards;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint link</c>: one report from many folders of facts.</summary>
internal static class LinkCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("link",
            "Puts folders of facts together and reports on them: the same bytes as one run over everything, in any order.",
            "scalelint link facts/ordering facts/payment --format json -o shop.json",
            "scalelint link facts",
            "scalelint link . --root .");
        var folders = new Argument<string[]>("dir") { Description = "Folders that 'facts' or a build with ScaleLintLeaveFacts wrote, or folders of such.", Arity = ArgumentArity.OneOrMore };
        var root = new Option<string>("--root") { Description = "For facts that a build left: the folder they name files relative to, with scalelint.json, .editorconfig, compose files and manifests.", HelpName = "dir", DefaultValueFactory = _ => "." };
        var allowIncomplete = new Option<bool>("--allow-incomplete") { Description = "Do not fail when a project or assembly could not be read." };
        command.Arguments.Add(folders);
        var outputs = new OutputArguments(command);
        command.Options.Add(root);
        command.Options.Add(allowIncomplete);
        var load = LoadOption.Create();
        command.Options.Add(load);
        var calibration = CalibrationOption.Create();
        command.Options.Add(calibration);
        command.SetAction(async (parsed, cancellation) =>
        {
            var plan = outputs.Plan(parsed);
            var loads = LoadOption.OfReport(parsed.GetValue(load));
            var shards = parsed.GetRequiredValue(folders).SelectMany(ShardsIn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(FactsShard.Read).ToList();
            var at = Path.GetFullPath(parsed.GetRequiredValue(root));
            if (!Directory.Exists(at)) throw new UsageException($"The folder '{parsed.GetRequiredValue(root)}' does not exist.", "Name with --root the repository's root.");
            var linked = ShardLink.Of(shards, at);
            var result = await Task.Run(() => SystemAnalysis.Run(linked.Scan, linked.Configuration.MeasuredBy(parsed.GetValue(calibration)).At(loads), linked.Topology, cancellation), cancellation);
            var analysed = new Analysed(at, result, linked.RepositoryPrefix, null);
            foreach (var output in plan) output.Write(analysed.Report(), terminal);
            return analysed.Conclude(ExitCode.Clean, parsed.GetValue(allowIncomplete), terminal);
        });
        return command;
    }

    private static IEnumerable<string> ShardsIn(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (!Directory.Exists(path)) throw new UsageException($"The folder '{folder}' does not exist.", "Make it with: scalelint facts <input> -o DIR");
        var found = Directory.EnumerateFiles(path, FactsShard.ManifestName, SearchOption.AllDirectories).Select(x => Path.GetDirectoryName(x)!).ToList();
        return found.Count > 0 ? found : throw new UsageException($"The folder '{folder}' holds no facts.", "Make them with: scalelint facts <input> -o DIR");
    }
}
