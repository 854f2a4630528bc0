using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Cli.Inputs;
using ScaleLint.Graph.Effects;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Cli.Scan;

/// <summary>What the user has set: <c>scalelint.json</c>, <c>.editorconfig</c> and the effects files they name.</summary>
/// <param name="Folder">Absolute folder of <c>scalelint.json</c>, to which the files it names are relative.</param>
internal sealed record Configuration(Settings Settings, EffectsCatalogue Catalogue, string Folder)
{
    private const string FileName = "scalelint.json";

    /// <summary>Reads it for an input: the nearest <c>scalelint.json</c> in the folder or above.</summary>
    /// <exception cref="UsageException">Something in it is wrong; all mistakes are named with their lines.</exception>
    public static Configuration Read(Input input)
    {
        var options = Thresholds(input.Root);
        var path = Above(input.Root).Select(x => Path.Combine(x, FileName)).FirstOrDefault(File.Exists);
        if (path is null) return new Configuration(Settings.Default with { Options = options }, EffectsCatalogue.Default, input.Root);
        var name = new RelativePaths(input.Root).Of(path);
        var (config, problems) = ConfigFile.Parse(name, Text(path));
        if (problems.Count > 0)
            throw new UsageException($"{name} has {(problems.Count == 1 ? "a mistake" : $"{problems.Count} mistakes")}:\n" + string.Join("\n", problems.Select(x => $"  {x.File}({x.Line},{x.Column}): {x.Message}")));
        var folder = Path.GetDirectoryName(path)!;
        return new Configuration(new Settings(options, config), WithEffects(config.Effects, folder, name), folder);
    }

    private static EffectsCatalogue WithEffects(IEnumerable<string> files, string folder, string config)
    {
        var catalogue = EffectsCatalogue.Default;
        foreach (var file in files)
        {
            var path = Path.GetFullPath(Path.Combine(folder, file));
            if (!File.Exists(path)) throw new UsageException($"{config}: the effects file '{file}' does not exist.", "Paths under \"effects\" are relative to scalelint.json.");
            var (lines, problems) = EffectsFile.Parse(file, Text(path));
            if (problems.Count > 0) throw new UsageException($"{file} has mistakes:\n" + string.Join("\n", problems.Select(x => $"  {x.File}({x.Line}): {x.Message}")));
            catalogue = catalogue.With(lines);
        }
        return catalogue;
    }

    // As the compiler does: the nearest file wins key by key, "root = true" ends the search.
    private static Dictionary<string, string> Thresholds(string root)
    {
        var files = Above(root).Select(x => Path.Combine(x, ".editorconfig")).Where(File.Exists).Select(x => AnalyzerConfig.Parse(SourceText.From(Text(x)), x)).ToList();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (files.Count == 0) return found;
        var options = AnalyzerConfigSet.Create(files).GetOptionsForSourcePath(Path.Combine(root, "any.cs"));
        foreach (var (key, value) in options.AnalyzerOptions)
        {
            if (key.StartsWith("scalelint.", StringComparison.OrdinalIgnoreCase)) found[key.ToLowerInvariant()] = value;
        }
        foreach (var (id, severity) in options.TreeOptions)
        {
            if (id.StartsWith("SCALE", StringComparison.OrdinalIgnoreCase)) found[$"dotnet_diagnostic.{id.ToLowerInvariant()}.severity"] = Severity(severity);
        }
        return found;
    }

    private static string Severity(ReportDiagnostic severity) => severity switch
    {
        ReportDiagnostic.Error => "error",
        ReportDiagnostic.Warn => "warning",
        ReportDiagnostic.Info => "suggestion",
        ReportDiagnostic.Hidden => "silent",
        ReportDiagnostic.Suppress => "none",
        _ => "default",
    };

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {e.Message}");
        }
    }
}
