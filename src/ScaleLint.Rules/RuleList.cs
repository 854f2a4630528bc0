namespace ScaleLint.Rules;

/// <summary>The one list of rules, in the order of their ids.</summary>
public static class RuleList
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All { get; } = new Rule[]
    {
        new Coupling.DependencyCycle(),
        new Coupling.ForbiddenDependency(),
        new Chokepoints.SharedChokepoint(),
        new Chokepoints.SerialisingLock(),
        new Latency.LongSynchronousChain(),
        new Latency.RemoteCallInLoop(),
        new Latency.ThreadBlocked(),
        new Latency.RemoteCallWithoutDeadline(),
        new Latency.UnboundedFanOut(),
        new Failure.UnobservedBackgroundWork(),
        new Pressure.UnboundedQueue(),
        new Pressure.ClientPerCall(),
        new Coordination.LockAcrossRemoteCall(),
    };

    /// <summary>The rule with that id, or null.</summary>
    public static Rule? Find(string id) => All.FirstOrDefault(x => string.Equals(x.Info.Id, id, StringComparison.OrdinalIgnoreCase));
}
