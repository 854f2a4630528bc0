using System.Globalization;
using static ScaleLint.Model.Step;

namespace ScaleLint.Model;

/// <summary>What must hold across a system: ids known and unique, no endless <c>invoke</c>. Used for files and for systems built in memory.</summary>
public static class SystemFileChecks
{
    internal static readonly string[] KnownKinds =
    [
        "http", "grpc", "sql", "document-db", "cache", "queue-publish", "queue-consume", "blob", "email", "third-party",
        "file", "block", "lock", "transaction", "sleep", "log", "queue", "pool",
    ];

    /// <summary>The kinds a resource may have.</summary>
    public static IReadOnlyList<string> Kinds => KnownKinds;

    /// <summary>Throws <see cref="SystemFileException"/> at the first thing that does not hold.</summary>
    public static void Check(SystemFile file)
    {
        if (file.Operations.Count == 0)
        {
            throw new SystemFileException("$.operations", "at least one operation is needed");
        }

        var services = Unique(file.Services.Select(s => s.Id), "$.services");
        var resources = Unique(file.Resources.Select(r => r.Id), "$.resources");
        var operations = Unique(file.Operations.Select(o => o.Id), "$.operations");
        foreach (var service in file.Services)
        {
            foreach (var suffix in new[] { ":cpu", ":threads" })
            {
                if (resources.TryGetValue(service.Id + suffix, out var taken))
                {
                    throw new SystemFileException($"$.resources[{Text(taken)}].id", $"\"{service.Id}{suffix}\" names the service's own {suffix.Substring(1)}; rename the resource");
                }
            }
        }

        for (var i = 0; i < file.Resources.Count; i++)
        {
            var resource = file.Resources[i];
            var path = $"$.resources[{Text(i)}]";
            Known(services, resource.Service, path + ".service", "service");
            Known(operations, resource.Consumer, path + ".consumer", "operation");
            if (resource.Consumer is not null && resource.Kind != "queue")
            {
                throw new SystemFileException(path + ".consumer", "only a resource of kind \"queue\" has a consumer; change the kind or drop the consumer");
            }
        }

        var invokes = new List<(int Target, string Path)>[file.Operations.Count];
        for (var i = 0; i < file.Operations.Count; i++)
        {
            Known(services, file.Operations[i].Service, $"$.operations[{Text(i)}].service", "service");
            invokes[i] = [];
            Walk(file.Operations[i].Does, $"$.operations[{Text(i)}].does", 1, (step, path) =>
            {
                switch (step)
                {
                    case Call call: Known(resources, call.Resource, path + ".call", "resource"); break;
                    case Hold hold: Known(resources, hold.Resource, path + ".hold", "resource"); break;
                    case Publish publish:
                        Known(resources, publish.Queue, path + ".publish", "resource");
                        if (file.Resources[resources[publish.Queue]].Kind != "queue")
                        {
                            throw new SystemFileException(path + ".publish", $"\"{publish.Queue}\" is no resource of kind \"queue\"; change its kind, or `call` it");
                        }

                        break;
                    case Invoke invoke:
                        Known(operations, invoke.Operation, path + ".invoke", "operation");
                        invokes[i].Add((operations[invoke.Operation], path + ".invoke"));
                        break;
                }
            });
        }

        RefuseCycles(file, invokes);
    }

    /// <summary>Depth-first with a stack of its own: a chain of invokes may be as long as the file.</summary>
    private static void RefuseCycles(SystemFile file, List<(int Target, string Path)>[] invokes)
    {
        var done = new bool[invokes.Length];
        var open = new bool[invokes.Length];
        var way = new Stack<(int Operation, int Next)>();
        for (var root = 0; root < invokes.Length; root++)
        {
            if (done[root])
            {
                continue;
            }

            way.Push((root, 0));
            open[root] = true;
            while (way.Count > 0)
            {
                var (operation, next) = way.Pop();
                if (next == invokes[operation].Count)
                {
                    open[operation] = false;
                    done[operation] = true;
                    continue;
                }

                way.Push((operation, next + 1));
                var (target, path) = invokes[operation][next];
                if (open[target])
                {
                    var cycle = way.Select(w => w.Operation).TakeWhile(o => o != target).Reverse().Take(8).Select(o => file.Operations[o].Id);
                    throw new SystemFileException(path, $"endless invoke: {string.Join(" -> ", new[] { file.Operations[target].Id }.Concat(cycle))} -> {file.Operations[target].Id}; break the cycle, or hand over through a queue");
                }

                if (!done[target])
                {
                    open[target] = true;
                    way.Push((target, 0));
                }
            }
        }
    }

    private static void Walk(Step step, string path, int depth, Action<Step, string> visit)
    {
        if (depth > SystemFileReader.MaxStepDepth)
        {
            throw new SystemFileException(JsonCursor.Shorten(path), FormattableString.Invariant($"nested deeper than {SystemFileReader.MaxStepDepth} steps; move inner steps to an operation of their own and `invoke` it"));
        }

        visit(step, path);
        foreach (var (child, at) in Children(step))
        {
            Walk(child, path + at, depth + 1, visit);
        }
    }

    private static IEnumerable<(Step Step, string At)> Children(Step step)
    {
        IEnumerable<(Step, string)> Many(IReadOnlyList<Step> steps, string key) => steps.Select((s, i) => (s, $".{key}[{Text(i)}]"));
        return step switch
        {
            Sequence s => Many(s.Steps, "sequence"),
            Step.Parallel s => Many(s.Steps, "parallel"),
            Race s => Many(s.Steps, "race"),
            Fallback s => Many(s.Steps, "fallback"),
            Branch s => s.Arms.Select((a, i) => (a.Step, $".branch[{Text(i)}].step")),
            Loop s => [(s.Body, ".step")],
            Retry s => [(s.Body, ".step")],
            Step.Timeout s => [(s.Body, ".step")],
            Cache s => [(s.Body, ".step")],
            Hedge s => [(s.Body, ".step")],
            Breaker s => [(s.Body, ".step")],
            Hold s => [(s.Body, ".step")],
            Background s => [(s.Body, ".step")],
            _ => [],
        };
    }

    private static Dictionary<string, int> Unique(IEnumerable<string> ids, string path)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (seen.TryGetValue(id, out var first))
            {
                throw new SystemFileException($"{path}[{Text(seen.Count)}].id", $"\"{id}\" is already the id of {path}[{Text(first)}]; ids are unique");
            }

            seen.Add(id, seen.Count);
        }

        return seen;
    }

    private static void Known(Dictionary<string, int> ids, string? id, string path, string what)
    {
        if (id is not null && !ids.ContainsKey(id))
        {
            throw new SystemFileException(path, $"unknown {what} \"{id}\"; add it to the {what}s, or correct the id");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
