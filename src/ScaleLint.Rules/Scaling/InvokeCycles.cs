using Effort = ScaleLint.Model.Step;

namespace ScaleLint.Rules.Scaling;

/// <summary>The model forbids operations that wait for themselves or hand themselves messages; the invoke or publish that would close such a cycle is left out.</summary>
internal static class InvokeCycles
{
    /// <summary>The operations by id, without the steps that lead back.</summary>
    /// <param name="consumers">The operation that handles what is published, by queue.</param>
    public static IReadOnlyDictionary<string, Effort> Cut(IReadOnlyDictionary<string, Effort> operations, IReadOnlyDictionary<string, string> consumers)
    {
        string? Led(Effort step) => step switch { Effort.Invoke x => x.Operation, Effort.Publish x => consumers.TryGetValue(x.Queue, out var consumer) ? consumer : null, _ => null };
        var callees = operations.ToDictionary(x => x.Key, x => ModelShapes.All(x.Value).Select(Led).OfType<string>().Distinct(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        var back = new HashSet<(string From, string To)>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in operations.Keys.OrderBy(x => x, StringComparer.Ordinal))
        {
            if (done.Contains(root)) continue;
            var way = new Stack<(string Operation, int Next)>();
            way.Push((root, 0));
            open.Add(root);
            while (way.Count > 0)
            {
                var (operation, next) = way.Pop();
                if (next == callees[operation].Count)
                {
                    open.Remove(operation);
                    done.Add(operation);
                    continue;
                }
                way.Push((operation, next + 1));
                var callee = callees[operation][next];
                if (open.Contains(callee)) back.Add((operation, callee));
                else if (!done.Contains(callee))
                {
                    open.Add(callee);
                    way.Push((callee, 0));
                }
            }
        }
        if (back.Count == 0) return operations;
        var cut = new Dictionary<string, Effort>(StringComparer.Ordinal);
        foreach (var operation in operations)
            cut[operation.Key] = back.Any(x => x.From == operation.Key)
                ? ModelShapes.Map(operation.Value, x => Led(x) is { } led && back.Contains((operation.Key, led)) ? null : x) ?? ModelShapes.Nothing
                : operation.Value;
        return cut;
    }
}
