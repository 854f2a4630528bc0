using System.Security.Cryptography;
using System.Text;
using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Calibrations;
using ScaleLint.Rules.Observability;
using ScaleLint.Rules.Results;
using ScaleLint.Rules.Scaling;

namespace ScaleLint.Rules;

/// <summary>Turns the judged graph into the plain data that reports see.</summary>
internal static class ResultBuilder
{
    public static AnalysisResult Build(AnalysisInput input, SystemGraph graph, IReadOnlyList<Finding> findings, ScaleSolution? solution)
    {
        var found = input.Problems.Concat(input.Projects.Where(x => x.IsJudged).SelectMany(x => x.Facts.Problems)
            .Select(x => new ProblemResult(x.Code, x.Message, x.At.File, x.At.Line))).ToList();
        var problems = found.Concat(input.Notes).Distinct().OrderBy(x => x.File, StringComparer.Ordinal).ThenBy(x => x.Line).ThenBy(x => x.Code, StringComparer.Ordinal).ThenBy(x => x.Message, StringComparer.Ordinal).ToList();
        var reported = Findings(findings, solution);
        return new AnalysisResult(found.Count == 0, CoverageOf(input, graph), ScoreOf(solution), ServicesOf(graph), ResourcesOf(graph, solution), EdgesOf(graph), EntriesOf(graph, solution), MetricsOf(graph.Dependencies), reported, problems, UnresolvedOf(graph), LooseOf(graph.Services.Found.Unused), LooseOf(graph.Services.Found.Undeclared))
        {
            Messages = MessagesOf(graph),
            Model = solution?.File,
            Calibration = solution?.Traces is { } traces ? CalibrationOf(graph, traces, solution) : null,
            Scale = solution == null ? null : ScaleCurves.Of(graph, solution, [.. findings.Zip(reported, (x, y) => (x.Repair, y.Fingerprint)).Where(x => x.Repair != null).Select(x => (x.Repair!, x.Fingerprint))]),
        };
    }

    private static Metrics MetricsOf(DependencyGraphs graphs) => new(
        CouplingCounts.Of(graphs, x => x.Unit.Name).Select(x => MetricsOf(x, isGroup: true)).ToList(),
        CouplingCounts.Of(graphs, x => x.IsGenerated || x.Namespace.Length == 0 ? null : x.Namespace).Select(x => MetricsOf(x, isGroup: true)).ToList(),
        CouplingCounts.OfTypes(graphs).Select(x => MetricsOf(x, isGroup: false)).ToList());

    private static CouplingMetrics MetricsOf(CouplingCounts x, bool isGroup) =>
        new(x.Name, x.Afferent, x.Efferent, Significant.Round(x.Instability), isGroup ? Significant.Round(x.Abstractness) : null, isGroup ? Significant.Round(x.Distance) : null, x.Cycle);

    private static Score? ScoreOf(ScaleSolution? solution)
    {
        if (solution?.Result is not { } result) return null;
        var first = result.BreaksFirst is { } broken ? new BreaksFirst(broken.Resource ?? broken.Operation ?? "", Significant.Round(broken.At), ScoreJson.Name(broken.Reason)) : null;
        return new Score(Significant.Round(result.Score), Significant.Round(result.Interval.Low), Significant.Round(result.Interval.High), Significant.Round(result.Margin), first,
            new Results.InputShares(Significant.Round(result.Inputs.Assumed), Significant.Round(result.Inputs.Declared), Significant.Round(result.Inputs.Measured)));
    }

    private static CalibrationResult CalibrationOf(SystemGraph graph, TraceMatch traces, ScaleSolution solution)
    {
        MeasuredEdgeResult Edge(string from, string to, string kind, IReadOnlyList<MeasuredEdge> edges) => new(from, to, kind, edges.Sum(x => x.Count), Significant.Round(edges.Sum(x => x.Failures) / edges.Sum(x => x.Count)),
            Significant.Round(edges.Sum(x => x.Count * x.Time.MedianMs) / edges.Sum(x => x.Count)), edges.Max(x => x.Time.P99Ms));
        var modelled = solution.Result.Operations.ToDictionary(x => solution.Provenance.Operations[x.Id], x => x.Curve[0].P99Ms);
        var both = traces.Edges.Where(x => x.Code != null && x.Measured.Count > 0).Select(x => Edge(x.Code!.From, x.Code.To, x.Code.Kind, x.Measured)).ToList();
        return new CalibrationResult(
            traces.Calibration.Source.Traces, traces.Calibration.Source.Spans, traces.Calibration.Source.WindowSeconds,
            traces.Edges.Count == 0 ? 1 : Significant.Round((double)both.Count / traces.Edges.Count), both,
            traces.Edges.Where(x => x.Code != null && x.Measured.Count == 0).Select(x => new EdgeNameResult(x.Code!.From, x.Code.To, x.Code.Kind)).ToList(),
            traces.Edges.Where(x => x.Code == null).Select(x => Edge(traces.ServiceOf(x.Measured[0].From), x.Measured[0].IsService ? traces.ServiceOf(x.Measured[0].To) : x.Measured[0].To, x.Measured[0].Kind, x.Measured)).ToList(),
            traces.EntryPoints.OrderBy(x => graph.Services.NameOf(x.Key), StringComparer.Ordinal).ThenBy(x => x.Key.Id, StringComparer.Ordinal)
                .Select(x => new MeasuredEntryPointResult(graph.Services.NameOf(x.Key), x.Key.Id, x.Value.Count, x.Value.RatePerSecond, x.Value.FailureRate, x.Value.Time.MedianMs, x.Value.Time.P99Ms,
                    modelled.TryGetValue(x.Key, out var p99) ? Significant.Round(p99) : null)).ToList(),
            traces.UnknownEntryPoints.Select(x => new EntryPointNameResult(traces.ServiceOf(x.Service), x.Id)).ToList(),
            graph.EntryPoints.Where(x => x.IsRequest && x.Root.Unit.IsJudged && !x.Root.Unit.Facts.IsTest && !traces.EntryPoints.ContainsKey(x))
                .Select(x => new EntryPointNameResult(graph.Services.NameOf(x), x.Id)).Distinct().OrderBy(x => x.Service, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal).ToList());
    }

    private static Coverage CoverageOf(AnalysisInput input, SystemGraph graph)
    {
        var unread = new Dictionary<string, int>(StringComparer.Ordinal);
        var (calls, unknown, methods) = (0, 0, 0);
        foreach (var method in graph.Methods)
        {
            if (!method.Unit.IsJudged || method.Facts.Body == null) continue;
            if (method.Lambda < 0) methods++;
            foreach (var site in method.Sites)
            {
                calls++;
                if (site.Resolution != Resolution.Unread) continue;
                unknown++;
                var name = site.Node.Callee.Assembly.Length == 0 ? "(unbound)" : site.Node.Callee.Assembly;
                unread[name] = unread.TryGetValue(name, out var n) ? n + 1 : 1;
            }
        }
        var judged = input.Projects.Where(x => x.IsJudged).ToList();
        return new Coverage(input.ProjectCount, judged.Count, judged.Sum(x => x.Files), judged.Sum(x => x.Lines), methods, calls, unknown,
            calls == 0 ? 1 : Math.Round(1 - (double)unknown / calls, 6),
            unread.OrderByDescending(x => x.Value).ThenBy(x => x.Key, StringComparer.Ordinal).Select(x => new NamedCount(x.Key, x.Value)).ToList());
    }

    private static IReadOnlyList<EntryPointResult> EntriesOf(SystemGraph graph, ScaleSolution? solution)
    {
        var points = new Dictionary<EntryPoint, CurvePoint>();
        if (solution != null)
            foreach (var operation in solution.Result.Operations) points[solution.Provenance.Operations[operation.Id]] = operation.Curve[0];
        var entries = graph.EntryPoints.Where(x => x.Root.Unit.IsJudged && !x.Root.Unit.Facts.IsTest).ToList();
        var unread = UnreadShares.Of(graph, entries);
        return entries.Select(x => new EntryPointResult(x.Id, graph.Services.NameOf(x), x.Kind.ToString().ToLowerInvariant(), x.Route, x.At.File, x.At.Line,
            graph.Chains.Of(x.Root).Hops().Select(hop => graph.Resources.Of(hop)?.Id ?? hop.ToString()).ToList(),
            points.TryGetValue(x, out var point) ? Significant.Round(point.Availability) : null, point == null ? null : Significant.Round(point.P99Ms), Math.Round(unread[x], 6))).ToList();
    }

    /// <summary>The services whose code was read, and what else takes part in an edge: containers and programs that are no project of the solution.</summary>
    private static IReadOnlyList<ServiceResult> ServicesOf(SystemGraph graph)
    {
        var own = new HashSet<string>(graph.Services.All.Select(x => x.Name), StringComparer.Ordinal);
        var named = new HashSet<string>(graph.Services.Edges.SelectMany(x => new[] { x.From, x.To }), StringComparer.Ordinal);
        return graph.Services.All.Select(x => new ServiceResult(x.Name, x.Unit.Project, x.Kind))
            .Concat(graph.Map.Services.Where(x => !own.Contains(x.Id) && named.Contains(x.Id)).Select(x => new ServiceResult(x.Id, x.Project ?? "", graph.Map.Routes.Any(r => r.Service == x.Id) ? "gateway" : x.Kind)))
            .OrderBy(x => x.Name, StringComparer.Ordinal).ThenBy(x => x.Project, StringComparer.Ordinal).ToList();
    }

    private static IReadOnlyList<UnresolvedResult> UnresolvedOf(SystemGraph graph) => graph.Services.Found.Unresolved
        .Select(x => new UnresolvedResult(x.Service, Services.ContractName(x.Kind), x.Call, x.Address, x.At.File, x.At.Line)).Distinct().ToList();

    private static IReadOnlyList<MessageResult> MessagesOf(SystemGraph graph) => graph.Messages.All
        .GroupBy(x => (x.Name, x.Resource, x.From, x.To, Handler: x.Handler?.Id))
        .Select(x => new MessageResult(x.Key.Name, x.Key.Resource, x.Key.From, x.Key.To, x.Key.Handler, x.Select(m => m.Published.At).Concat(x.Select(m => m.HandledAt).OfType<Position>()).Select(p => new Evidence(p.File, p.Line)).Distinct().ToList())).ToList();

    private static IReadOnlyList<LooseEdgeResult> LooseOf(IReadOnlyList<LooseEnd> ends) => ends.Select(x => new LooseEdgeResult(x.From, x.To, x.Kind, x.File, x.Line)).ToList();

    private static IReadOnlyList<EdgeResult> EdgesOf(SystemGraph graph) => graph.Services.Edges
        .Select(x => new EdgeResult(x.From, x.To, x.Kind, x.Evidence.Select(p => new Evidence(p.File, p.Line)).Distinct().ToList())).ToList();

    private static IReadOnlyList<ResourceResult> ResourcesOf(SystemGraph graph, ScaleSolution? solution)
    {
        var services = new HashSet<string>(graph.Services.All.Select(x => x.Name).Concat(graph.Map.Services.Select(x => x.Id)), StringComparer.Ordinal);
        var kinds = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var edge in graph.Services.Edges)
            if (!services.Contains(edge.To) && !kinds.ContainsKey(edge.To)) kinds[edge.To] = edge.Kind is "queue-publish" or "queue-consume" ? "queue" : edge.Kind;
        foreach (var resource in graph.Map.Resources)
            if (!kinds.ContainsKey(resource.Id) && !services.Contains(resource.Id)) kinds[resource.Id] = resource.Kind;
        var slots = (solution?.File.Resources ?? []).ToDictionary(x => x.Id, x => x.Slots is { } n ? n.Value * x.Replicas.Value : (double?)null, StringComparer.Ordinal);
        var solved = (solution?.Result.Resources ?? []).ToDictionary(x => x.Id, StringComparer.Ordinal);
        var pools = graph.Map.Resources.GroupBy(x => x.Id, StringComparer.Ordinal).ToDictionary(x => x.Key, x => (double?)x.First().PoolSize, StringComparer.Ordinal);
        // Locks and pools that calls wait for are resources too; a client whose target nobody can tell is none.
        foreach (var resource in solution?.File.Resources ?? [])
            if (resource.Kind is not ("http" or "grpc") && !services.Contains(resource.Id) && !kinds.ContainsKey(resource.Id)) kinds[resource.Id] = resource.Kind;
        return kinds.Select(x => new ResourceResult(x.Key, x.Value, null, slots.TryGetValue(x.Key, out var n) ? n : pools.TryGetValue(x.Key, out var pool) ? pool : null,
            solved.TryGetValue(x.Key, out var limits) ? Significant.Round(limits.SaturatesAt) : null, limits == null ? null : Significant.Round(limits.BlastRadius))).ToList();
    }

    /// <summary>Fingerprints are made of rule, symbol and detail; equal ones are numbered in order of place.</summary>
    private static IReadOnlyList<FindingResult> Findings(IReadOnlyList<Finding> findings, ScaleSolution? solution)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new List<FindingResult>();
        using var hash = SHA256.Create();
        foreach (var finding in findings)
        {
            var identity = finding.Rule.Id + "\n" + finding.Symbol + "\n" + finding.Detail;
            var n = seen[identity] = seen.TryGetValue(identity, out var count) ? count + 1 : 0;
            var bytes = hash.ComputeHash(Encoding.UTF8.GetBytes(identity + "\n" + n.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            var print = string.Concat(bytes.Take(8).Select(x => x.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
            result.Add(new FindingResult(finding.Rule.Id, finding.Level.ToString().ToLowerInvariant(), finding.Message, finding.At.File, finding.At.Line, finding.At.Column,
                finding.Path.Select(x => new PathStep(x.Symbol, x.At.File, x.At.Line)).ToList(), print, solution?.GainOf(finding.Repair)));
        }
        return result;
    }
}
