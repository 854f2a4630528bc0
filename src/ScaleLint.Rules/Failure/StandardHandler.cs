using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>What a registration makes of the standard resilience handler: its own numbers where it sets them, else the handler's defaults.</summary>
internal static class StandardHandler
{
    /// <summary>A strategy of the handler: the property of its options, and the key of its default in the catalogue.</summary>
    public sealed record Part(string Property, string Key);

    /// <summary>The timeout of one attempt.</summary>
    public static Part Attempt { get; } = new("AttemptTimeout", "timeout");

    /// <summary>The timeout of all attempts together.</summary>
    public static Part Total { get; } = new("TotalRequestTimeout", "total");

    /// <summary>One of the handler's timeouts in seconds, null when unknown: set in any delegate of the registration, else its default; with the place that says so.</summary>
    public static (double? Seconds, CallSite At) Timeout(SystemGraph graph, IReadOnlyList<PolicyCall> policies, PolicyCall standard, Part part)
    {
        foreach (var set in policies.SelectMany(x => graph.Clients.Inside(x.Site)))
            if (Names.Own(set.Node.Callee.Id) == "Timeout" && set.Node.Arguments.Count == 1 && set.Owner.Values.CallOf(set.Node.Receiver) is { } id && set.Owner.Values.Call(id) is { } options && Names.Own(options.Callee.Id) == part.Property)
                return (set.Owner.Values.Seconds(set.Node.Arguments[0]), set);
        return (standard.Meaning.Value(part.Key) is { } value ? Pipelines.Duration(value) : null, standard.Site);
    }
}
