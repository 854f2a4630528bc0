using System.Collections.Immutable;
using System.Globalization;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules;
using ScaleLint.Source;

namespace ScaleLint.Analyzers;

/// <summary>Judges one compilation, once. Thread-safe.</summary>
internal sealed class Judgement(Compilation compilation, AnalyzerOptions options)
{
    private readonly object gate = new();
    private Verdict? verdict;
    private int asked;

    /// <summary>True for the first who asks.</summary>
    public bool IsFirst => Interlocked.Exchange(ref asked, 1) == 0;

    /// <summary>What there is to say. A cancelled attempt leaves no trace: the next caller starts anew.</summary>
    public Verdict Verdict(CancellationToken cancellation)
    {
        lock (gate) return verdict ??= Judge(cancellation);
    }

    private Verdict Judge(CancellationToken cancellation)
    {
        try
        {
            return Find(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            var failed = new Verdict();
            var message = string.Format(CultureInfo.InvariantCulture, "ScaleLint could not judge {0}: {1} ({2}). Please report this; until it is mended, set ScaleLintMode to None for this project.",
                compilation.AssemblyName, e.Message, Origin(e));
            failed.Add(null, Diagnostic.Create(Descriptors.Trouble, Location.None, message));
            return failed;
        }
    }

    private Verdict Find(CancellationToken cancellation)
    {
        var result = new Verdict();
        var places = new Places(compilation, options.AdditionalFiles);
        var inputs = Inputs.Read(compilation, options, cancellation);
        foreach (var (at, message) in inputs.Faults)
        {
            var found = places.Find(at, cancellation);
            result.Add(found?.Place, Diagnostic.Create(Descriptors.FaultyInput, found?.Location ?? Location.None, message));
        }
        var facts = SourceExtractor.Extract(compilation, new SourceOptions { Path = static x => Places.NameOf(x.FilePath), SharesBinding = true, Remembers = true }, cancellation);
        var units = inputs.References.Where(x => x.Name != facts.Name).Append(new Unit(facts, "", true)).OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
        foreach (var finding in Judged(units, inputs, cancellation))
            if (places.Find(finding.At, cancellation) is { } found && Descriptors.Find(finding.Rule.Id) is { } descriptor)
                result.Add(found.Place, Create(descriptor, finding, found.Location, places, cancellation));
        return result;
    }

    private IReadOnlyList<Finding> Judged(IReadOnlyList<Unit> units, Inputs inputs, CancellationToken cancellation)
    {
        var memory = GraphMemory.Of(compilation);
        var graph = memory.Take(units, inputs.Catalogue);
        try
        {
            var findings = Analysis.Judge(graph, inputs.Settings, Host.Compilation, cancellation);
            memory.Keep(graph);
            return findings;
        }
        catch (OperationCanceledException)
        {
            memory.Keep(graph);
            throw;
        }
    }

    private static Diagnostic Create(DiagnosticDescriptor descriptor, Finding finding, Location location, Places places, CancellationToken cancellation)
    {
        var others = finding.Path.Select(x => places.Find(x.At, cancellation)).Where(x => x is { Location.IsInSource: true }).Select(x => x!.Value.Location).Where(x => x != location).ToList();
        var properties = ImmutableDictionary<string, string?>.Empty
            .Add("path", string.Join("\n", finding.Path.Select(x => x.At.IsKnown ? x.Symbol + " (" + x.At.File + ":" + x.At.Line.ToString(CultureInfo.InvariantCulture) + ")" : x.Symbol)))
            .Add("repair", finding.Repair?.Kind ?? "");
        var message = finding.Path.Count < 2 ? finding.Message : finding.Message + " [" + string.Join(" -> ", finding.Path.Select(x => x.Symbol)) + "]";
        return finding.Level == finding.Rule.Default
            ? Diagnostic.Create(descriptor, location, others, properties, message)
            : Diagnostic.Create(descriptor, location, Descriptors.Severity(finding.Level), others, properties, message);
    }

    private static string Origin(Exception e)
    {
        var first = (e.StackTrace ?? "").Split('\n')[0].Trim();
        return first.Length == 0 ? e.GetType().Name : e.GetType().Name + " " + first;
    }
}
