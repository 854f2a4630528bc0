using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Cli.Calibrations;
using ScaleLint.Cli.Inputs;
using ScaleLint.Graph.Effects;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Cli.Scan;

/// <summary>A file as it was read.</summary>
internal sealed record TextFile(string Path, string Text);

/// <summary>All that settings are made of.</summary>
/// <param name="Config"><c>scalelint.json</c>, if there is one.</param>
/// <param name="Options">From <c>.editorconfig</c>.</param>
/// <param name="Calibration">Measured numbers, if <c>scalelint.json</c> names a file of them.</param>
internal sealed record ConfigurationTexts(TextFile? Config, IReadOnlyList<TextFile> Effects, IReadOnlyDictionary<string, string> Options, TextFile? Calibration = null);

/// <summary>What the user has set: <c>scalelint.json</c>, <c>.editorconfig</c> and the effects files they name.</summary>
/// <param name="Folder">Absolute folder of <c>scalelint.json</c>, to which the files it names are relative.</param>
internal sealed record Configuration(Settings Settings, EffectsCatalogue Catalogue, string Folder, ConfigurationTexts Texts)
{
    /// <summary>What the file is called.</summary>
    public const string FileName = "scalelint.json";

    /// <summary>Reads it for an input: the nearest <c>scalelint.json</c> in the folder or above.</summary>
    /// <exception cref="UsageException">Something in it is wrong; all mistakes are named with their lines.</exception>
    public static Configuration Read(Input input)
    {
        var options = Thresholds(input.Root);
        var path = Above(input.Root).Select(x => Path.Combine(x, FileName)).FirstOrDefault(File.Exists);
        if (path is null) return Of(new ConfigurationTexts(null, [], options), input.Root);
        var folder = Path.GetDirectoryName(path)!;
        var config = new TextFile(new RelativePaths(input.Root).Of(path), Text(path));
        var parsed = Parsed(config);
        var effects = parsed.Effects.Select(x => Named(x, "effects", folder, config.Path)).ToList();
        var calibration = parsed.Calibration is { } measured ? Named(measured, "calibration", folder, config.Path) : null;
        return Of(new ConfigurationTexts(config, effects, options, calibration), folder);
    }

    /// <summary>The same, with curves at other loads.</summary>
    public Configuration At(IReadOnlyList<double> loads) => this with { Settings = Settings with { Loads = loads } };

    /// <summary>The same, resting on the measured numbers of another file; unchanged when none is named.</summary>
    /// <exception cref="UsageException">The file is missing or no calibration.</exception>
    public Configuration MeasuredBy(string? file)
    {
        if (file is null) return this;
        if (!File.Exists(file)) throw new UsageException($"The calibration file '{file}' does not exist.", "Make one with: scalelint calibrate traces.json -o FILE");
        var measured = new TextFile(file, Text(file));
        return this with { Settings = Settings with { Calibration = CalibrationFile.Parse(measured.Path, measured.Text) }, Texts = Texts with { Calibration = measured } };
    }

    /// <summary>What the texts say.</summary>
    /// <exception cref="UsageException">Something in them is wrong.</exception>
    public static Configuration Of(ConfigurationTexts texts, string folder)
    {
        var catalogue = EffectsCatalogue.Default;
        foreach (var file in texts.Effects)
        {
            var (lines, problems) = EffectsFile.Parse(file.Path, file.Text);
            if (problems.Count > 0) throw new UsageException($"{file.Path} has mistakes:\n" + string.Join("\n", problems.Select(x => $"  {x.File}({x.Line}): {x.Message}")), "The format is described in rules/effects/README.md.");
            catalogue = catalogue.With(lines);
        }
        var config = texts.Config is null ? new ScaleLintConfig() : Parsed(texts.Config);
        var calibration = texts.Calibration is { } measured ? CalibrationFile.Parse(measured.Path, measured.Text) : null;
        var settings = new Settings(texts.Options, config) { Calibration = calibration };
        var faults = settings.Faults().Select(x => "  " + x.Message).ToList();
        if (faults.Count > 0) throw new UsageException(".editorconfig has mistakes:\n" + string.Join("\n", faults), "The options of a rule are on its page: scalelint explain <RULE>");
        return new Configuration(settings, catalogue, folder, texts);
    }

    private static ScaleLintConfig Parsed(TextFile file)
    {
        var (config, problems) = ConfigFile.Parse(file.Path, file.Text);
        if (problems.Count == 0) return config;
        throw new UsageException($"{file.Path} has {(problems.Count == 1 ? "a mistake" : $"{problems.Count} mistakes")}:\n" + string.Join("\n", problems.Select(x => $"  {x.File}({x.Line},{x.Column}): {x.Message}")), "All keys are in rules/schema/scalelint.schema.json; 'scalelint init' writes a file that holds.");
    }

    private static TextFile Named(string file, string key, string folder, string config)
    {
        var path = Path.GetFullPath(Path.Combine(folder, file));
        if (!File.Exists(path)) throw new UsageException($"{config}: the {key} file '{file}' does not exist.", $"Paths under \"{key}\" are relative to scalelint.json.");
        return new TextFile(file, Text(path));
    }

    // As the compiler does: the nearest file wins key by key, "root = true" ends the search.
    private static SortedDictionary<string, string> Thresholds(string root)
    {
        var files = Above(root).Select(x => Path.Combine(x, ".editorconfig")).Where(File.Exists).Select(EditorConfig).ToList();
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
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

    // The compiler's reader of section names recurses into braces without a bound.
    private static AnalyzerConfig EditorConfig(string path)
    {
        const int Longest = 5_000;
        var lines = Text(path).Split('\n');
        var at = Array.FindIndex(lines, x => x.Length > Longest && x.TrimStart().StartsWith('['));
        if (at >= 0) throw new UsageException(FormattableString.Invariant($"{path}({at + 1}): the section's name is longer than {Longest} letters."), "Split it into several sections.");
        return AnalyzerConfig.Parse(SourceText.From(string.Join('\n', lines)), path);
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
            throw new UsageException($"'{path}' cannot be read: {e.Message}", "See that you may read it.");
        }
    }
}
