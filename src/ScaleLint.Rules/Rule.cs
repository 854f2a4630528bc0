using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules;

/// <summary>What a rule needs to see.</summary>
public enum RuleScope
{
    /// <summary>One compilation; shown while typing.</summary>
    Live,
    /// <summary>One compilation and the facts of what it references.</summary>
    Build,
    /// <summary>Every service of the solution: the CLI only.</summary>
    System,
}

/// <summary>How much a finding matters.</summary>
public enum Level { None, Note, Suggestion, Warning, Error }

/// <summary>A threshold or switch of a rule: <c>scalelint.SCALE3001.max_hops</c> in <c>.editorconfig</c>.</summary>
/// <param name="Key">Last part of the key.</param>
/// <param name="Default">Value when nothing is set.</param>
public sealed record RuleOption(string Key, string Default, string Description);

/// <summary>What is known of a rule without running it.</summary>
/// <param name="Since">Version that first shipped it.</param>
public sealed record RuleInfo(string Id, string Title, RuleScope Scope, Level Default, string Description, string Since, params RuleOption[] Options)
{
    /// <summary>The heading of the rule's area in <c>rules.md</c>.</summary>
    public string Area => Id[5] switch
    {
        '1' => "Coupling",
        '2' => "Chokepoints",
        '3' => "Latency",
        '4' => "Failure",
        '5' => "Resource pressure",
        '6' => "Coordination",
        '7' => "Third parties",
        '8' => "Control",
        _ => "Observability",
    };

    /// <summary>Where the rule's page is published.</summary>
    public string HelpLink => "https://github.com/scalelint/scalelint/blob/main/rules/" + Id + ".md";
}

/// <summary>A judgement on the graph. Rules see no syntax, no symbols and no IL.</summary>
public abstract class Rule
{
    /// <summary>What is known without running it.</summary>
    public abstract RuleInfo Info { get; }

    /// <summary>Reports what breaks it.</summary>
    public abstract void Judge(RuleContext context);
}

/// <summary>One hop of a finding's path.</summary>
public sealed record PathHop(string Symbol, Position At);

/// <summary>The change that would repair a finding, in terms of the scale model; see <c>Counterfactuals</c>.</summary>
/// <param name="Kind">e.g. <c>batch</c>, <c>parallel</c>, <c>async</c>, <c>cache</c>, <c>breaker</c>, <c>shorten-hold</c>, <c>remove-retry</c>.</param>
/// <param name="Site">The call it changes; null when the finding concerns a resource or entry point as a whole.</param>
/// <param name="Target">Resource, operation or service it concerns.</param>
public sealed record Repair(string Kind, CallSite? Site, string? Target);

/// <summary>A finding before it is given its fingerprint and gain.</summary>
/// <param name="Symbol">The member, type or project it is about: part of its identity.</param>
/// <param name="Detail">What tells it from others on the same symbol, without line numbers.</param>
public sealed record Finding(RuleInfo Rule, Level Level, string Message, Position At, string Symbol, string Detail, IReadOnlyList<PathHop> Path, Repair? Repair);
