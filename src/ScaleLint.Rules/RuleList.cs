namespace ScaleLint.Rules;

/// <summary>The one list of rules, in the order of their ids.</summary>
public static class RuleList
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All { get; } = new Rule[]
    {
        new Coupling.DependencyCycle(),
        new Coupling.ForbiddenDependency(),
        new Coupling.TooManyTypes(),
        new Coupling.UnstableDependency(),
        new Coupling.SharedBehaviour(),
        new Coupling.ChattyDependency(),
        new Coupling.MutableStaticState(),
        new Chokepoints.SharedChokepoint(),
        new Chokepoints.SharedDatabase(),
        new Chokepoints.Funnel(),
        new Chokepoints.SerialisingLock(),
        new Chokepoints.BreaksBeforeTarget(),
        new Latency.LongSynchronousChain(),
        new Latency.RemoteCallInLoop(),
        new Latency.IndependentCallsInSequence(),
        new Latency.ThreadBlocked(),
        new Latency.RemoteCallWithoutDeadline(),
        new Latency.TimeoutInversion(),
        new Latency.UnboundedFanOut(),
        new Latency.LatencyBudgetExceeded(),
        new Failure.RetryAmplification(),
        new Failure.RetryWithoutBackoff(),
        new Failure.UnsafeRetry(),
        new Failure.NoContainment(),
        new Failure.FailureSwallowed(),
        new Failure.AvailabilityBudgetExceeded(),
        new Failure.UnobservedBackgroundWork(),
        new Pressure.UnboundedQueue(),
        new Pressure.GrowingMemory(),
        new Pressure.UnboundedResult(),
        new Pressure.ClientPerCall(),
        new Pressure.WholePayload(),
        new Pressure.UnboundedConcurrency(),
        new Coordination.LockAcrossRemoteCall(),
        new Coordination.TransactionAcrossRemoteCall(),
        new Coordination.DualWrite(),
        new Coordination.LockWithoutExpiry(),
        new Coordination.LostUpdate(),
        new Coordination.EarlyAcknowledgement(),
        new ThirdParties.ThirdPartyOnRequest(),
        new ThirdParties.RateLimitIgnored(),
        new ThirdParties.UncontainedThirdParty(),
        new Control.LivenessDependency(),
        new Control.SynchronisedPolling(),
        new Control.StartUpWaits(),
        new Control.CacheStampede(),
        new Observability.LogPerElement(),
        new Observability.HighCardinalityTag(),
        new Observability.TraceLost(),
        new Observability.BlackBox(),
    };

    /// <summary>The rule with that id, or null.</summary>
    public static Rule? Find(string id) => All.FirstOrDefault(x => string.Equals(x.Info.Id, id, StringComparison.OrdinalIgnoreCase));
}
