using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Graph.Pruning;

/// <summary>
/// Which members lead to a catalogued effect, and by which call: for every kind of effect the shortest way, found backwards
/// from the effects over all callers.
/// </summary>
internal sealed class Ways
{
    private static readonly MeaningKind[] Followed = [.. Enum.GetValues(typeof(MeaningKind)).Cast<MeaningKind>().Where(x => x.IsFollowed())];

    private readonly Linker linker;
    private readonly Dictionary<Method, List<(Method Caller, int Call)>> callers = [];
    private readonly Dictionary<MeaningKind, Dictionary<Method, int>> next = [];
    private readonly Dictionary<Method, HashSet<int>> structural = [];

    /// <summary>Reads every call of every member once.</summary>
    public Ways(Linker linker)
    {
        this.linker = linker;
        var direct = Followed.ToDictionary(x => x, _ => new List<(Method, int)>());
        foreach (var method in linker.Methods) Read(method, direct);
        foreach (var kind in Followed) next[kind] = Back(direct[kind]);
    }

    /// <summary>Whether a member reaches an effect of any kind.</summary>
    public bool Leads(Method method) => next.Values.Any(x => x.ContainsKey(method));

    /// <summary>Calls of a member that mean something to rules by themselves: registrations, clients, policies.</summary>
    public IEnumerable<int> Structural(Method method) => structural.TryGetValue(method, out var calls) ? calls : [];

    /// <summary>For every kind of effect the call on the shortest way to it.</summary>
    public IEnumerable<int> Next(Method method)
    {
        foreach (var kind in Followed) if (next[kind].TryGetValue(method, out var call)) yield return call;
    }

    /// <summary>
    /// Members of the assemblies at hand that a call may run. A call on a type of the framework could run anything that
    /// derives from it; no way is seen in that, nor in a call with very many candidates.
    /// </summary>
    public IReadOnlyList<Method> Targets(CallNode call)
    {
        if (call.Callee.Id.Length < 3 || call.Kind is CallKind.Local or CallKind.Delegate or CallKind.Dynamic) return [];
        var own = linker.Find(call.Callee);
        if (call.Kind != CallKind.Virtual) return own == null ? [] : [own];
        var found = new List<Method>();
        if (own is { Facts.Body: not null }) found.Add(own);
        var receiver = call.ReceiverType.Length == 0 ? "" : Names.Definition(call.ReceiverType);
        foreach (var method in linker.Overriders(call.Callee.Id))
        {
            if (Linker.IsFramework(call.Callee.Assembly) && (receiver.Length == 0 || linker.Types.Find(receiver) == null || !linker.Types.IsA(method.Type.Name, receiver))) continue;
            if (method.Facts.Body != null) found.Add(method);
        }
        return found.Count > 16 ? [] : found;
    }

    /// <summary>Members handed over as delegates in a call's arguments.</summary>
    public IEnumerable<Method> Handed(CallNode call)
    {
        foreach (var argument in call.Arguments)
            if (argument is MethodGroupOperand group && linker.Find(group.Method) is { } method) yield return method;
    }

    /// <summary>All calls of a member, those of its lambdas included.</summary>
    public static IEnumerable<CallNode> Calls(MethodFacts facts)
    {
        foreach (var node in FactsWalk.All(facts.Body)) if (node is CallNode call) yield return call;
        foreach (var lambda in facts.Lambdas)
            foreach (var node in FactsWalk.All(lambda.Body)) if (node is CallNode call) yield return call;
    }

    private void Read(Method method, Dictionary<MeaningKind, List<(Method, int)>> direct)
    {
        foreach (var call in Calls(method.Facts))
        {
            var isEffect = false;
            foreach (var meaning in linker.MeaningsOf(call, method))
            {
                isEffect |= meaning.IsEffect && !meaning.Is("queryable");
                if (meaning.Kind.IsFollowed()) direct[meaning.Kind].Add((method, call.Id));
                else if (meaning.Kind.IsStructural())
                {
                    if (!structural.TryGetValue(method, out var calls)) structural[method] = calls = [];
                    calls.Add(call.Id);
                }
            }
            if (isEffect) continue;
            foreach (var target in Targets(call).Concat(Handed(call)))
            {
                if (!callers.TryGetValue(target, out var list)) callers[target] = list = [];
                list.Add((method, call.Id));
            }
        }
    }

    private Dictionary<Method, int> Back(List<(Method Method, int Call)> direct)
    {
        var found = new Dictionary<Method, int>();
        var queue = new Queue<Method>();
        foreach (var (method, call) in direct)
        {
            if (found.ContainsKey(method)) continue;
            found[method] = call;
            queue.Enqueue(method);
        }
        while (queue.Count > 0)
        {
            if (!callers.TryGetValue(queue.Dequeue(), out var list)) continue;
            foreach (var (caller, call) in list)
            {
                if (found.ContainsKey(caller)) continue;
                found[caller] = call;
                queue.Enqueue(caller);
            }
        }
        return found;
    }
}
