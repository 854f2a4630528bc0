using static ScaleLint.Model.Step;

namespace ScaleLint.Model;

/// <summary>A system file resolved to stations and works, with the order in which they are solved.</summary>
internal sealed class Plan
{
    private const int FewWorks = 60;
    private const int FewNodes = 500;

    private readonly Dictionary<string, int> _stations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _operations = new(StringComparer.Ordinal);
    private readonly SystemFile _file;
    private readonly Dictionary<string, Service> _services;

    public Plan(SystemFile file)
    {
        SystemFileChecks.Check(file);
        _file = file;
        _services = file.Services.ToDictionary(s => s.Id, StringComparer.Ordinal);
        for (var i = 0; i < file.Operations.Count; i++)
        {
            _operations.Add(file.Operations[i].Id, i);
        }

        Stations = [.. file.Resources.Select(Of), .. file.Services.SelectMany(Of)];
        for (var i = 0; i < Stations.Length; i++)
        {
            _stations.Add(Stations[i].Id, i);
        }

        Works = new Work[file.Operations.Count];
        for (var i = 0; i < Works.Length; i++)
        {
            Works[i] = new Work { Index = i, Source = file.Operations[i], Root = Root(file.Operations[i]) };
        }

        foreach (var work in Works)
        {
            work.Callees = [.. Structure.Nodes(work.Root).Where(n => n.Kind == NodeKind.Invoke).Select(n => n.Operation).Distinct().OrderBy(o => o)];
        }

        foreach (var callee in Works.SelectMany(w => w.Callees))
        {
            Works[callee].IsInvoked = true;
        }

        IsSmall = Works.Length <= FewWorks && Works.Sum(w => Structure.Nodes(w.Root).Count()) <= FewNodes;
        CalleesFirst = Order();
        Structure.Analyse(this);
    }

    public Station[] Stations { get; }

    public Work[] Works { get; }

    /// <summary>Whether solving is cheap; beyond, only the first parts to give way are searched to full precision.</summary>
    public bool IsSmall { get; }

    /// <summary>Indices of works, each after all that it invokes.</summary>
    public int[] CalleesFirst { get; }

    public double TargetLoad => _file.TargetLoad;

    private Station Of(Resource resource)
    {
        var (common, alone) = CommonCause.Split(resource.Failure, resource.CommonCause, resource.Replicas);
        return new Station
        {
            Id = resource.Id,
            Servers = resource.Slots is { } slots ? slots * resource.Replicas : double.PositiveInfinity,
            Time = resource.Time,
            Quota = resource.QuotaPerSecond is { } quota ? quota * resource.Replicas : double.PositiveInfinity,
            Failure = common + ((1 - common) * alone),
            Common = common,
            Alone = alone,
            Consumer = resource.Consumer is { } consumer ? _operations[consumer] : -1,
        };
    }

    private static IEnumerable<Station> Of(Service service)
    {
        if (service.CpuCores is { } cores)
        {
            var all = cores * service.Instances;
            yield return new Station { Id = service.Id + ":cpu", Servers = Math.Ceiling(all), Speed = all / Math.Ceiling(all) };
        }

        if (service.Threads is { } threads)
        {
            yield return new Station { Id = service.Id + ":threads", Servers = threads * service.Instances };
        }
    }

    private Node Root(Operation operation)
    {
        var service = operation.Service is null ? null : _services[operation.Service];
        var body = Build(operation.Does, service);
        return service is { ThreadsBlock: true, Threads: not null }
            ? new Node { Kind = NodeKind.Hold, Station = _stations[service.Id + ":threads"], Children = [body] }
            : body;
    }

    private Node Build(Step step, Service? service)
    {
        Node One(NodeKind kind, Step body, double value = 0, double second = 0, double third = double.NaN, double fourth = 0, int station = -1, Density? time = null) => new()
        {
            Kind = kind, Children = [Build(body, service)], Value = value, Second = second, Third = third, Fourth = fourth, Station = station, Time = time ?? Density.Zero,
        };
        Node Many(NodeKind kind, IReadOnlyList<Step> steps) => new() { Kind = kind, Children = [.. steps.Select(s => Build(s, service))] };
        switch (step)
        {
            case Cpu s:
                var cores = service?.CpuCores is null ? -1 : _stations[service.Id + ":cpu"];
                var ms = s.Ms / (cores < 0 ? 1 : Stations[cores].Speed);
                return new Node
                {
                    Kind = ms > 0 ? NodeKind.Cpu : NodeKind.Nothing,
                    Station = cores,
                    Threads = service is { Threads: not null, ThreadsBlock: false } ? _stations[service.Id + ":threads"] : -1,
                    Value = ms,
                    Time = ms > 0 ? TimeLaw.Exponential(ms) : Density.Zero,
                };
            case Call s: return new Node { Kind = s.Times > 0 ? NodeKind.Call : NodeKind.Nothing, Station = _stations[s.Resource], Value = s.Times };
            case Publish s: return new Node { Kind = NodeKind.Publish, Station = _stations[s.Queue], Value = 1 };
            case Invoke s: return new Node { Kind = NodeKind.Invoke, Operation = _operations[s.Operation] };
            case Sequence s: return Many(NodeKind.Sequence, s.Steps);
            case Step.Parallel s: return Many(NodeKind.Parallel, s.Steps);
            case Race s: return Many(NodeKind.Race, s.Steps);
            case Fallback s: return Many(NodeKind.Fallback, s.Steps);
            case Branch s: return new Node { Kind = NodeKind.Branch, Children = [.. s.Arms.Select(a => Build(a.Step, service))], Chances = [.. s.Arms.Select(a => a.P.Value)] };
            case Loop s: return s.Count > 0 ? One(NodeKind.Loop, s.Body, s.Count) : new Node { Kind = NodeKind.Nothing };
            case Retry s: return One(NodeKind.Retry, s.Body, s.Attempts, s.BackoffMs, s.TotalMs?.Value ?? double.NaN);
            case Step.Timeout s: return One(NodeKind.Timeout, s.Body, s.Ms);
            case Cache s: return One(NodeKind.Cache, s.Body, s.Hit, time: TimeLaw.Of(s.Time));
            case Hedge s: return One(NodeKind.Hedge, s.Body, s.AfterMs);
            case Breaker s: return One(NodeKind.Breaker, s.Body, s.FailureRatio, s.BreakMs, s.MinimumThroughput, s.SamplingMs);
            case Hold s: return One(NodeKind.Hold, s.Body, station: _stations[s.Resource]);
            case Background s: return One(NodeKind.Background, s.Body);
            default: throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private int[] Order()
    {
        // Kahn's algorithm: a chain of invokes may be too long to recurse over.
        var waiting = Works.Select(w => w.Callees.Length).ToArray();
        var callers = Works.Select(_ => new List<int>()).ToArray();
        foreach (var work in Works)
        {
            foreach (var callee in work.Callees)
            {
                callers[callee].Add(work.Index);
            }
        }

        var order = new List<int>(Enumerable.Range(0, Works.Length).Where(i => waiting[i] == 0));
        for (var i = 0; i < order.Count; i++)
        {
            foreach (var caller in callers[order[i]])
            {
                if (--waiting[caller] == 0)
                {
                    order.Add(caller);
                }
            }
        }

        return [.. order];
    }
}
