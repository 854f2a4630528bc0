using System.Security.Cryptography;
using System.Text;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Results;

namespace ScaleLint.Rules;

/// <summary>Turns the judged graph into the plain data that reports see.</summary>
internal static class ResultBuilder
{
    public static AnalysisResult Build(AnalysisInput input, SystemGraph graph, IReadOnlyList<Finding> findings)
    {
        var problems = input.Problems.Concat(input.Projects.Where(x => x.IsJudged).SelectMany(x => x.Facts.Problems)
            .Select(x => new ProblemResult(x.Code, x.Message, x.At.File, x.At.Line)))
            .Distinct().OrderBy(x => x.File, StringComparer.Ordinal).ThenBy(x => x.Line).ThenBy(x => x.Code, StringComparer.Ordinal).ThenBy(x => x.Message, StringComparer.Ordinal).ToList();
        return new AnalysisResult(problems.Count == 0, CoverageOf(input, graph), null, ServicesOf(graph), ResourcesOf(graph), EdgesOf(graph), EntriesOf(graph), new Metrics([], [], []), Findings(findings), problems);
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

    private static IReadOnlyList<EntryPointResult> EntriesOf(SystemGraph graph) => graph.EntryPoints
        .Where(x => x.Root.Unit.IsJudged && !x.Root.Unit.Facts.IsTest)
        .Select(x => new EntryPointResult(x.Id, graph.Services.NameOf(x), x.Kind.ToString().ToLowerInvariant(), x.Route, x.At.File, x.At.Line,
            graph.Chains.Of(x.Root).Hops().Select(hop => graph.Resources.Of(hop)?.Id ?? hop.ToString()).ToList(), null, null)).ToList();

    private static IReadOnlyList<ServiceResult> ServicesOf(SystemGraph graph) => graph.Services.All.Select(x => new ServiceResult(x.Name, x.Unit.Project, x.Kind)).ToList();

    private static IReadOnlyList<EdgeResult> EdgesOf(SystemGraph graph) => graph.Services.Edges
        .Select(x => new EdgeResult(x.From, x.To, x.Kind, x.Sites.Select(s => new Evidence(s.At.File, s.At.Line)).Distinct().ToList())).ToList();

    private static IReadOnlyList<ResourceResult> ResourcesOf(SystemGraph graph)
    {
        var services = new HashSet<string>(graph.Services.All.Select(x => x.Name), StringComparer.Ordinal);
        var kinds = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var edge in graph.Services.Edges)
            if (!services.Contains(edge.To) && !kinds.ContainsKey(edge.To)) kinds[edge.To] = edge.Kind is "queue-publish" or "queue-consume" ? "queue" : edge.Kind;
        foreach (var resource in graph.Map.Resources)
            if (!kinds.ContainsKey(resource.Id) && !services.Contains(resource.Id)) kinds[resource.Id] = resource.Kind;
        return kinds.Select(x => new ResourceResult(x.Key, x.Value, null, null, null, null)).ToList();
    }

    /// <summary>Fingerprints are made of rule, symbol and detail; equal ones are numbered in order of place.</summary>
    private static IReadOnlyList<FindingResult> Findings(IReadOnlyList<Finding> findings)
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
                finding.Path.Select(x => new PathStep(x.Symbol, x.At.File, x.At.Line)).ToList(), print, null));
        }
        return result;
    }
}
