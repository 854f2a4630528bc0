using System.Text.RegularExpressions;
using ScaleLint.Rules.Calibrations;

namespace ScaleLint.Cli.Traces;

/// <summary>Sums up spans: times, failures and load of entry points and of the edges between services and resources.</summary>
internal sealed class TraceMeasures
{
    // {id:guid} and {page=1} are the parameters id and page.
    private static readonly Regex Constraint = new(@"\{(\*{0,2}\w+)[:=][^{}]*\}", RegexOptions.CultureInvariant);

    private const string Background = "(background)";

    private readonly IReadOnlyCollection<Span> spans;
    private readonly Dictionary<(string Trace, string Id), Span> byId;
    private readonly Dictionary<Span, Span> answers = [];

    private TraceMeasures(IReadOnlyCollection<Span> spans)
    {
        this.spans = spans;
        byId = spans.ToDictionary(x => (x.Trace, x.Id));
        // Of several answers to one call (a retry below the span) the longest counts.
        foreach (var server in spans.Where(x => x.Kind is SpanKind.Server).OrderBy(x => x.Milliseconds).ThenBy(x => x.Id, StringComparer.Ordinal))
            if (ParentOf(server) is { Kind: SpanKind.Client } caller && caller.Service != server.Service) answers[Outermost(caller)] = server;
    }

    /// <summary>The numbers of all spans.</summary>
    /// <param name="files">Names of the files they came from.</param>
    public static Calibration Of(IReadOnlyCollection<Span> spans, IEnumerable<string> files, int skipped)
    {
        var measures = new TraceMeasures(spans);
        var window = spans.Count == 0 ? 0 : (spans.Max(x => x.End) - spans.Min(x => x.Start)) / 1e9;
        var source = new TraceSource(
            [.. files.Order(StringComparer.Ordinal)], spans.Select(x => x.Trace).Distinct().Count(), spans.Count, skipped, Round(window),
            [.. spans.Select(x => x.Service).Distinct().Order(StringComparer.Ordinal)]);
        return new Calibration(source, measures.EntryPoints(window), measures.Edges());
    }

    private List<MeasuredEntryPoint> EntryPoints(double window) =>
    [
        .. spans.Where(IsEntry).GroupBy(x => (x.Service, Id: EntryId(x))).OrderBy(x => x.Key.Service, StringComparer.Ordinal).ThenBy(x => x.Key.Id, StringComparer.Ordinal).Select(x =>
        {
            var count = x.Sum(y => y.Weight);
            var failures = x.Where(y => y.Failed).Sum(y => y.Weight);
            var callers = x.Select(y => (Service: ParentOf(y)?.Service, y.Weight)).Where(y => y.Service is not null).GroupBy(y => y.Service!).OrderBy(y => y.Key, StringComparer.Ordinal)
                .Select(y => new MeasuredCaller(y.Key, Round(y.Sum(z => z.Weight))));
            return new MeasuredEntryPoint(
                x.Key.Service, x.Key.Id, Round(count), Round(failures), Round(failures / count), window > 0 ? Round(count / window) : 0, Time(x.Select(y => y.Milliseconds)), [.. callers]);
        }),
    ];

    private List<MeasuredEdge> Edges()
    {
        var requests = spans.Where(IsEntry).GroupBy(x => (x.Service, Id: EntryId(x))).ToDictionary(x => x.Key, x => x.Sum(y => y.Weight));
        var calls = spans.Where(x => IsCall(x) && Outermost(x) == x).Select(x => (Span: x, Target: TargetOf(x)))
            // A database may be called as its service is.
            .Where(x => x.Target.To != x.Span.Service || x.Target.Kind is not ("http" or "grpc"));
        return
        [
            .. calls.GroupBy(x => (x.Span.Service, x.Target.To, x.Target.Kind))
                .OrderBy(x => x.Key.Service, StringComparer.Ordinal).ThenBy(x => x.Key.To, StringComparer.Ordinal).ThenBy(x => x.Key.Kind, StringComparer.Ordinal).Select(x =>
                {
                    var count = x.Sum(y => y.Span.Weight);
                    var failures = x.Where(y => y.Span.Failed).Sum(y => y.Span.Weight);
                    var own = x.Where(y => y.Span.Failed && !(answers.TryGetValue(y.Span, out var answer) && answer.Failed)).Sum(y => y.Span.Weight);
                    var perEntry = x.GroupBy(y => EntryOf(y.Span)).Where(y => y.Key is not null).OrderBy(y => y.Key, StringComparer.Ordinal)
                        .Select(y => new MeasuredCalls(y.Key!, Round(requests[(x.Key.Service, y.Key!)]), Round(y.Sum(z => z.Span.Weight) / requests[(x.Key.Service, y.Key!)])));
                    return new MeasuredEdge(
                        x.Key.Service, x.Key.To, x.Key.Kind, x.Any(y => y.Target.IsService), Only(x.Select(y => y.Span.Attributes.Host)), Only(x.Select(y => y.Span.Attributes.Database ?? y.Span.Attributes.Broker)),
                        Round(count), Round(failures), Round(failures / count), Time(x.Select(y => y.Span.Milliseconds)), Time(x.Select(y => Own(y.Span))), Round(own), [.. perEntry]);
                }),
        ];
    }

    private double Own(Span call) => answers.TryGetValue(call, out var answer) ? Math.Max(0, call.Milliseconds - answer.Milliseconds) : call.Milliseconds;

    private static bool IsEntry(Span span) => span.Kind is SpanKind.Server || span.Kind is SpanKind.Consumer && !IsPoll(span);

    private static bool IsCall(Span span) => span.Kind is SpanKind.Client or SpanKind.Producer or SpanKind.Consumer;

    private static bool IsPoll(Span span) => span.Attributes.MessagingOperation is "receive" or "settle" or "ack" or "nack";

    private Span? ParentOf(Span span) => span.Parent.Length > 0 && byId.TryGetValue((span.Trace, span.Parent), out var parent) && parent != span ? parent : null;

    /// <summary>Libraries on top of one another each leave a span for the same call: the outermost is the call.</summary>
    private Span Outermost(Span call)
    {
        var outer = call;
        for (var depth = 0; depth < 16 && ParentOf(outer) is { Kind: SpanKind.Client } parent && parent.Service == call.Service && call.Kind == SpanKind.Client; depth++) outer = parent;
        return outer;
    }

    /// <summary>Id of the entry point that a call was made for; null where none is in the trace.</summary>
    private string? EntryOf(Span call)
    {
        var at = ParentOf(call);
        for (var depth = 0; at is not null && at.Service == call.Service && depth < 1000; depth++, at = ParentOf(at))
            if (IsEntry(at)) return EntryId(at);
        return null;
    }

    private static string EntryId(Span span)
    {
        var x = span.Attributes;
        if (span.Kind == SpanKind.Consumer || x.Broker is not null) return "consume " + (x.Destination ?? span.Name);
        if (x.Rpc is not null) return "grpc " + (x.RpcMethod is { } method ? Last(x.RpcService) + "." + Last(method) : span.Name);
        if (x.Verb is { } verb) return verb + " " + (x.Route is { } route ? "/" + Constraint.Replace(route.TrimStart('/'), "{$1}") : PathIn(span.Name, verb));
        return span.Name.Length > 0 ? span.Name : Background;
    }

    private static string PathIn(string name, string verb)
    {
        var path = name.StartsWith(verb + " ", StringComparison.OrdinalIgnoreCase) ? name[(verb.Length + 1)..] : name;
        return path.StartsWith('/') ? path : "{unknown}";
    }

    private static string Last(string? name) => (name ?? "")[((name ?? "").LastIndexOfAny(['.', '/']) + 1)..];

    private (string To, string Kind, bool IsService) TargetOf(Span call)
    {
        var x = call.Attributes;
        if (answers.TryGetValue(call, out var answer)) return (answer.Service, x.Rpc is null or "aws-api" ? "http" : "grpc", true);
        if (x.Broker is { } broker)
        {
            var consumes = call.Kind == SpanKind.Consumer || x.MessagingOperation is "receive" or "process" or "deliver" or "settle";
            return (x.Destination ?? broker, consumes ? "queue-consume" : "queue-publish", false);
        }
        if (x.Database is { } database) return (x.DatabaseName ?? x.Peer ?? x.Host ?? database, DatabaseKind(database), false);
        var to = x.Peer ?? x.Host ?? (call.Name.Length > 0 ? call.Name : "unknown");
        if (call.Kind is SpanKind.Producer or SpanKind.Consumer) return (to, call.Kind == SpanKind.Producer ? "queue-publish" : "queue-consume", false);
        if (x.Rpc is "aws-api" or "aws" && x.RpcService == "S3") return (to, "blob", false);
        return (to, x.Rpc is null or "aws-api" or "aws" ? "http" : "grpc", false);
    }

    private static string DatabaseKind(string system) => system switch
    {
        "redis" or "memcached" or "valkey" or "hazelcast" => "cache",
        "mongodb" or "cosmosdb" or "azure.cosmosdb" or "dynamodb" or "aws.dynamodb" or "couchdb" or "couchbase" or "elasticsearch" or "opensearch" or "cassandra" or "ravendb" or "firestore" => "document-db",
        _ => "sql",
    };

    private static string? Only(IEnumerable<string?> values)
    {
        var distinct = values.Where(x => x is not null).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return distinct.Count == 1 ? distinct[0] : null;
    }

    private static MeasuredTime Time(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new MeasuredTime(Round(Quantile(sorted, 0.5)), Round(Quantile(sorted, 0.99)), Round(sorted.Average()));
    }

    /// <summary>Linear between neighbours, as most tools do (Hyndman and Fan 1996, type 7).</summary>
    private static double Quantile(double[] sorted, double p)
    {
        var at = p * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    // Six digits are more than any clock gives, and hide the order of summation.
    private static double Round(double value) => value == 0 ? 0 : Math.Round(value, Math.Clamp(5 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
