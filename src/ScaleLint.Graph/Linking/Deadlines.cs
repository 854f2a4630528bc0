using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Whether a remote call ends in time, and after how many seconds; null when it is set but its value is not known.</summary>
/// <param name="At">The call that sets it, where that is one.</param>
public readonly record struct Deadline(bool IsSet, double? Seconds, CallSite? At = null);

/// <summary>Finds the deadlines on the way of a remote call: policy, token, client, registration. Bare client defaults are none.</summary>
public sealed class Deadlines
{
    private const int Depth = 6;
    private const string TokenOfSource = "M:System.Threading.CancellationTokenSource.get_Token";
    private readonly SystemGraph graph;
    private readonly Dictionary<(string Unit, string Library), Deadline> byLibrary = [];
    private readonly HashSet<string> libraries = new(StringComparer.Ordinal);

    internal Deadlines(SystemGraph graph)
    {
        this.graph = graph;
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest) continue;
            foreach (var site in method.Meant)
                foreach (var meaning in site.Meanings)
                {
                    if (meaning.Kind != MeaningKind.Deadline || !meaning.Is("client")) continue;
                    libraries.Add(meaning.Library);
                    byLibrary[(method.Unit.Name, meaning.Library)] = new Deadline(true, Time(site, site.Argument(meaning.Value("time") ?? "arg0")), site);
                }
        }
    }

    /// <summary>The deadline of a remote call.</summary>
    public Deadline Of(CallSite site)
    {
        if (site.Remote is not { } effect) return default;
        var policy = OfPolicies(site);
        if (policy.IsSet) return policy;
        var token = OfToken(site, Depth, []);
        if (token.IsSet) return token;
        var isSetUp = false;
        if (effect.Kind is MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty)
        {
            var setup = graph.Clients.Of(site);
            isSetUp = setup.Site != null;
            if (setup.Timeout is { } seconds && !double.IsPositiveInfinity(seconds)) return new Deadline(true, seconds);
            foreach (var call in setup.Policies)
                if (call.Meaning.Is("standard") || call.Meaning.Is("timeout")) return new Deadline(true, call.Site.Owner.Values.Seconds(call.Site.Argument(call.Meaning.Value("timeout"))));
        }
        var own = OfCall(site);
        if (own.IsSet) return own;
        // What is set on one client says nothing about another whose own set-up was seen.
        return isSetUp ? default : OfLibrary(site);
    }

    /// <summary>What the call itself is given: the timeout of its command or request, or of the wait for its task.</summary>
    public Deadline OfCall(CallSite site)
    {
        foreach (var call in site.Owner.Values.Calls)
        {
            if (!graph.MeaningsOf(call, site.Owner).Any(x => x.Kind == MeaningKind.Deadline && x.Is("call"))) continue;
            if (call.Receiver == null || site.Node.Receiver == null || site.Owner.Values.CallOf(call.Receiver) == site.Node.Id || site.Owner.Values.Origin(call.Receiver).Equals(site.Owner.Values.Origin(site.Node.Receiver)) || site.Node.Arguments.Any(a => site.Owner.Values.Origin(a).Equals(site.Owner.Values.Origin(call.Receiver))))
            {
                var set = graph.SiteOf(site.Owner, call);
                return new Deadline(true, call.Arguments.Count > 0 ? Time(set, call.Arguments[call.Arguments.Count - 1]) : null, set);
            }
        }
        return default;
    }

    /// <summary>What the assembly, or one it goes with, sets for all clients of the library.</summary>
    public Deadline OfLibrary(CallSite site)
    {
        if (site.Remote is not { } effect) return default;
        if (byLibrary.TryGetValue((site.Owner.Unit.Name, effect.Library), out var client)) return client;
        if (!libraries.Contains(effect.Library)) return default;
        foreach (var reference in graph.Beside(site.Owner.Unit))
            if (byLibrary.TryGetValue((reference.Name, effect.Library), out client)) return client;
        return default;
    }

    /// <summary>The time after which the token that a call is given is cancelled by the member that makes the call.</summary>
    public Deadline OfOwnToken(CallSite site)
    {
        foreach (var argument in site.Node.Arguments)
            foreach (var origin in site.Owner.Values.Origins(argument))
                if (origin is ResultOperand result && site.Owner.Values.Call(result.Call) is { Callee.Id: TokenOfSource, Receiver: { } source } && OfSource(site.Owner, site.Owner.Values.Origin(source)) is { IsSet: true } found) return found;
        return default;
    }

    /// <summary>Commands count in seconds, all else in milliseconds.</summary>
    private static double? Time(CallSite set, Operand? value) => set.Node.Callee.Id.IndexOf("CommandTimeout", StringComparison.Ordinal) > 0 || set.Node.Callee.Id.IndexOf("BulkCopyTimeout", StringComparison.Ordinal) > 0
        ? set.Owner.Values.Number(value) ?? set.Owner.Values.Seconds(value) : set.Owner.Values.Seconds(value);

    private Deadline OfPolicies(CallSite site)
    {
        foreach (var inline in site.Ancestors().OfType<InlineStep>())
        {
            if (inline.Meaning?.Kind != MeaningKind.Execute) continue;
            foreach (var policy in graph.Pipelines.Of(inline.Runner))
                if (policy.Meaning.Is("timeout") || policy.Meaning.Is("standard")) return new Deadline(true, graph.Pipelines.Seconds(policy, "timeout", "Timeout"));
        }
        return default;
    }

    private Deadline OfToken(CallSite site, int depth, HashSet<Method> seen)
    {
        foreach (var argument in site.Node.Arguments)
        {
            if (!IsToken(site.Owner.Values.TypeOf(argument)) && site.Owner.Values.Origin(argument) is not ResultOperand) continue;
            var found = OfValue(site.Owner, argument, depth, seen);
            if (found.IsSet) return found;
        }
        return default;
    }

    private static bool IsToken(string? type) => type == "System.Threading.CancellationToken";

    private Deadline OfValue(Method owner, Operand token, int depth, HashSet<Method> seen)
    {
        foreach (var origin in owner.Values.Origins(token))
        {
            if (origin is ResultOperand result && owner.Values.Call(result.Call) is { } call)
            {
                if (call.Callee.Id == TokenOfSource && call.Receiver != null && OfSource(owner, owner.Values.Origin(call.Receiver)) is { IsSet: true } source) return source;
                continue;
            }
            if (origin is ParameterOperand { Lambda: >= 0 } handed && OfRunner(owner, handed.Lambda) is { IsSet: true } run) return run;
            if (origin is not ParameterOperand parameter || depth == 0 || !seen.Add(owner)) continue;
            if (parameter.Lambda >= 0 && parameter.Lambda != owner.Lambda) continue;
            foreach (var caller in graph.CallersOf(owner))
            {
                if (parameter.Index >= caller.Node.Arguments.Count) continue;
                var found = OfValue(caller.Owner, caller.Node.Arguments[parameter.Index], depth - 1, seen);
                if (found.IsSet) return found;
            }
        }
        return default;
    }

    /// <summary>The timeout of the pipeline that runs a delegate and hands it its token.</summary>
    private Deadline OfRunner(Method owner, int lambda)
    {
        foreach (var call in owner.Values.Calls.Where(x => x.Arguments.Any(a => a is LambdaOperand given && given.Lambda == lambda)))
        {
            if (!graph.MeaningsOf(call, owner).Any(x => x.Kind == MeaningKind.Execute)) continue;
            foreach (var policy in graph.Pipelines.Of(graph.SiteOf(owner, call)))
                if (policy.Meaning.Is("timeout") || policy.Meaning.Is("standard")) return new Deadline(true, graph.Pipelines.Seconds(policy, "timeout", "Timeout"));
        }
        return default;
    }

    private Deadline OfSource(Method owner, Operand source)
    {
        if (source is ResultOperand made && owner.Values.Call(made.Call) is { } create && create.Callee.Id.StartsWith("M:System.Threading.CancellationTokenSource.#ctor(System.", StringComparison.Ordinal) && create.Arguments.Count > 0)
            return new Deadline(true, owner.Values.Seconds(create.Arguments[0]), graph.SiteOf(owner, create));
        foreach (var call in owner.Values.Calls)
            if (call.Callee.Id.StartsWith("M:System.Threading.CancellationTokenSource.CancelAfter(", StringComparison.Ordinal) && call.Receiver != null && owner.Values.Origin(call.Receiver).Equals(source))
                return new Deadline(true, owner.Values.Seconds(call.Arguments[0]), graph.SiteOf(owner, call));
        return default;
    }
}
