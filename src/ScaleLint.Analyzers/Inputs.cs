using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Analyzers;

/// <summary>What the host handed over beside the sources: catalogue, settings, the facts of references.</summary>
/// <param name="Faults">What cannot be used, with its place.</param>
internal sealed record Inputs(EffectsCatalogue Catalogue, Settings Settings, IReadOnlyList<Unit> References, IReadOnlyList<(Position At, string Message)> Faults)
{
    // The texts are the same objects from one edit to the next; what was made of them dies with them.
    private static readonly ConditionalWeakTable<SourceText, Parsed> Cache = new();

    // Made of the same lines it is the same object, so that what was linked under it holds.
    private static readonly ConditionalWeakTable<Meaning, Extended> Catalogues = new();

    private sealed record Extended(IReadOnlyList<Meaning> Lines, EffectsCatalogue Catalogue);

    private sealed record Parsed(IReadOnlyList<(Position At, string Message)> Faults)
    {
        public IReadOnlyList<Meaning> Lines { get; init; } = [];

        public IReadOnlyList<Unit> Units { get; init; } = [];

        public ScaleLintConfig? Config { get; init; }
    }

    public static Inputs Read(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        var units = new List<Unit>();
        var lines = new List<Meaning>();
        var faults = new List<(Position, string)>();
        ScaleLintConfig? config = null;
        foreach (var file in options.AdditionalFiles.OrderBy(x => x.Path, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Parse(file, cancellation) is not { } parsed) continue;
            config ??= parsed.Config;
            lines.AddRange(parsed.Lines);
            units.AddRange(parsed.Units);
            faults.AddRange(parsed.Faults);
        }
        var catalogue = lines.Count == 0 ? EffectsCatalogue.Default : Over(lines);
        var settings = new Settings(Options(compilation, options.AnalyzerConfigOptionsProvider), config ?? new ScaleLintConfig());
        faults.AddRange(settings.Faults().Select(x => (Position.None, ".editorconfig: " + x.Message)));
        return new Inputs(catalogue, settings, units, faults);
    }

    private static EffectsCatalogue Over(IReadOnlyList<Meaning> lines)
    {
        if (Catalogues.TryGetValue(lines[0], out var known) && known.Lines.Count == lines.Count && known.Lines.Zip(lines, ReferenceEquals).All(x => x)) return known.Catalogue;
        var made = EffectsCatalogue.Default.With(lines);
        Catalogues.Remove(lines[0]);
        _ = Catalogues.GetValue(lines[0], _ => new Extended(lines, made));
        return made;
    }

    private static Parsed? Parse(AdditionalText file, CancellationToken cancellation)
    {
        var path = Places.NameOf(file.Path);
        var name = path.Substring(path.LastIndexOf('/') + 1);
        Func<SourceText, Parsed>? parse =
            string.Equals(name, "scalelint.facts", StringComparison.OrdinalIgnoreCase) ? x => Facts(x, path)
            : string.Equals(name, "scalelint.json", StringComparison.OrdinalIgnoreCase) ? x => Config(x, path)
            : name.EndsWith(".effects", StringComparison.OrdinalIgnoreCase) ? x => Effects(x, path) : null;
        if (parse == null) return null;
        return file.GetText(cancellation) is { } text ? Cache.GetValue(text, x => parse(x)) : new Parsed([(new Position(path, 1, 1, 1, 1), "the file cannot be read")]);
    }

    private static Parsed Config(SourceText text, string path)
    {
        var (config, problems) = ConfigFile.Parse(path, text.ToString());
        return new Parsed(problems.Select(x => (Line(path, x.Line, x.Column), x.Message)).ToList()) { Config = config };
    }

    private static Parsed Effects(SourceText text, string path)
    {
        var (lines, problems) = EffectsFile.Parse(path, text.ToString());
        return new Parsed(problems.Select(x => (Line(path, x.Line, 1), x.Message)).ToList()) { Lines = lines };
    }

    private static Parsed Facts(SourceText text, string path)
    {
        try
        {
            return new Parsed([]) { Units = FactsReader.ReadAll(text.ToString(), path).Select(x => new Unit(x, "", false)).ToList() };
        }
        catch (FactsFormatException e)
        {
            return new Parsed([(Line(path, e.Line, 1), e.Message)]);
        }
    }

    private static Position Line(string path, int line, int column) => new(path, line, column, line, int.MaxValue);

    /// <summary>Thresholds hold for the whole compilation: where files differ, the first in order of path decides.</summary>
    private static IReadOnlyDictionary<string, string> Options(Compilation compilation, AnalyzerConfigOptionsProvider provider)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = new HashSet<string>(RuleList.All.SelectMany(x => x.Info.Options.Select(o => ("scalelint." + x.Info.Id + "." + o.Key).ToLowerInvariant())), StringComparer.Ordinal);
        var seen = new HashSet<AnalyzerConfigOptions>();
        foreach (var tree in compilation.SyntaxTrees.OrderBy(x => x.FilePath, StringComparer.Ordinal))
        {
            var set = provider.GetOptions(tree);
            if (seen.Add(set)) Take(set);
        }
        Take(provider.GlobalOptions);
        return found;

        void Take(AnalyzerConfigOptions set)
        {
            foreach (var key in keys) if (!found.ContainsKey(key) && set.TryGetValue(key, out var value)) found[key] = value;
        }
    }
}
