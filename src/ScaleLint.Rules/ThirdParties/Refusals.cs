using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.ThirdParties;

/// <summary>Answers to status 429: too many requests.</summary>
internal static class Refusals
{
    private const long TooMany = 429;

    /// <summary>Whether the member looks for the status, for the header that says when to come again, or decides by the status in a way that compiles to no comparison.</summary>
    public static bool AnsweredIn(Method method)
    {
        var spoken = Operands(method.Facts).ToList();
        return spoken.Any(Names429) || method.Values.Calls.Any(x => x.Callee.Id.IndexOf("get_RetryAfter", StringComparison.Ordinal) > 0
            || x.Callee.Id.IndexOf(".get_StatusCode", StringComparison.Ordinal) > 0 && x.Callee.Id.StartsWith("M:System.Net.Http.", StringComparison.Ordinal) && !spoken.Any(y => Mentions(y, x.Id)));
    }

    /// <summary>Whether a retry comes again after this status: its options do so by default, or what makes it speaks of the status.</summary>
    public static bool Repeats(PolicyCall policy) => policy.Site.Node.Arguments.Any(x => policy.Site.Owner.Values.TypeOf(x) == "Microsoft.Extensions.Http.Resilience.HttpRetryStrategyOptions")
        || Operands(policy.Site.Owner.Facts).Any(Names429);

    /// <summary>What is compared, returned and passed. What a switch or pattern decides on leaves no constant, and is not among them.</summary>
    private static IEnumerable<Operand> Operands(MethodFacts facts) => facts.Lambdas.Select(x => x.Body).Prepend(facts.Body).SelectMany(FactsWalk.All).SelectMany(node => node switch
    {
        BranchNode { Kind: not BranchKind.Switch, Condition: not ComputedOperand { Operation: "is" } } x => [x.Condition],
        JumpNode { Value: { } value } => [value],
        CallNode x => x.Arguments,
        _ => (IEnumerable<Operand>)[],
    });

    private static bool Names429(Operand operand) => operand is ConstOperand { Value: TooMany } || operand is ComputedOperand computed && computed.Parts.Any(Names429);

    private static bool Mentions(Operand operand, int call) => operand is ResultOperand result && result.Call == call || operand is ComputedOperand computed && computed.Parts.Any(x => Mentions(x, call));
}
