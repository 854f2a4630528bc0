using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>A failure that nobody will hear of.</summary>
public sealed class FailureSwallowed : Rule
{
    private static readonly string[] Failures = ["error", "fail", "unavailable", "unknown", "invalid", "down", "n/a"];
    private static readonly string[] Numbers = ["Int", "UInt", "Byte", "SByte", "Char", "Decimal", "Double", "Single"];
    private static readonly string[] Questions = ["Is", "Has", "Can", "Exists", "Contains", "Should"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE4005", "Failure swallowed", RuleScope.Live, Level.Suggestion,
        "Rare failures become constant ones at scale; swallowed, they are wrong answers instead of alarms.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RemoteMethods)
        {
            var name = Names.Display(method.Facts.Id);
            if (name.EndsWith(".Dispose", StringComparison.Ordinal) || name.EndsWith(".DisposeAsync", StringComparison.Ordinal)) continue;
            foreach (var attempt in method.Body.Descendants().OfType<TryStep>())
            {
                if (attempt.Ancestors().Any(x => x is LoopStep { Drive: LoopDrive.Retry }) || !attempt.Body.Descendants().OfType<CallSite>().Any(context.Graph.Remote.From)) continue;
                for (var i = 0; i < attempt.Catches.Count; i++)
                {
                    var clause = attempt.Node.Catches[i];
                    if (clause.HasFilter || clause.Exception is not (null or "System.Exception" or "System.Object") || !Swallows(method, attempt.Catches[i]) || IsToldLater(method, attempt, attempt.Catches[i])) continue;
                    var call = attempt.Body.Descendants().OfType<CallSite>().First(context.Graph.Remote.From);
                    context.Report(Info, method, clause.At, $"Every failure of {call} ends here unseen: log it, count it, or return a failure that the caller can tell", detail: call.Node.Callee.Id);
                }
            }
        }
    }

    /// <summary>The block does nothing that tells: no call but of empty values, no throw, and what it returns looks like an answer.</summary>
    private static bool Swallows(Method method, Step block)
    {
        foreach (var step in block.Descendants())
        {
            switch (step)
            {
                case JumpStep { Node.Kind: JumpKind.Throw or JumpKind.Rethrow }: return false;
                case JumpStep { Node: { Kind: JumpKind.Return, Value: ConstOperand { Value: { } value } } } when IsAnswer(method, value): return false;
                case WriteStep: return false;
                case CallSite site when !IsEmpty(site): return false;
            }
        }
        var inside = new HashSet<int>(block.Descendants().OfType<CallSite>().Select(x => x.Node.Id));
        bool Tells(Operand value) => value is ParameterOperand or ComputedOperand || value is ResultOperand made && !inside.Contains(made.Call) || value is FieldOperand field && Names.Short(field.Member.Id) is not ("Empty" or "Zero" or "Default" or "MinValue");
        return !block.Descendants().Any(x => x is JumpStep { Node: { Kind: JumpKind.Return, Value: { } value } } && Tells(method.Values.Origin(value)));
    }

    /// <summary>The block goes on to where a flag, or the exception that was kept, decides whether to tell: in the finally block or after the attempt.</summary>
    private static bool IsToldLater(Method method, TryStep attempt, Step block)
    {
        if (block.Descendants().Any(x => x is JumpStep)) return false;
        var own = new HashSet<Step>(attempt.Body.Descendants().Concat(attempt.Catches.SelectMany(x => x.Descendants())));
        return method.Body.Descendants().SkipWhile(x => x != attempt).OfType<ChoiceStep>().Any(x => !own.Contains(x)
            && method.Values.Inputs(x.Node.Condition).OfType<LocalOperand>().Any(l => method.Values.Definitions(l).Count > 1 && method.Values.Definitions(l).Any(d => d is ConstOperand { Value: bool or null }) || IsException(method.Values.TypeOf(l)))
            && x.Arms.Any(arm => arm.Descendants().Any(s => Tells(method, s))));
    }

    private static bool Tells(Method method, Step step) => step switch
    {
        JumpStep { Node.Kind: JumpKind.Throw or JumpKind.Rethrow } => true,
        JumpStep { Node: { Kind: JumpKind.Return, Value: ConstOperand { Value: { } value } } } => IsAnswer(method, value),
        CallSite site => site.Meaning(MeaningKind.Log) != null || site.Meaning(MeaningKind.Metric) != null || site.Node.Arguments.Any(x => IsException(method.Values.TypeOf(x))),
        _ => false,
    };

    private static bool IsException(string? type) => type != null && type.EndsWith("Exception", StringComparison.Ordinal);

    /// <summary>A constant that no success returns: a code, a text, an enumeration's member, or <c>false</c> where it does not answer a question.</summary>
    private static bool IsAnswer(Method method, object value) => value switch
    {
        bool => !Questions.Any(x => Names.Own(method.Facts.Id).StartsWith(x, StringComparison.Ordinal)),
        string text => Failures.Any(x => text.IndexOf(x, StringComparison.OrdinalIgnoreCase) >= 0),
        double number => number < 0 || double.IsNaN(number),
        long number => number < 0 || !Numbers.Any(x => method.Facts.ReturnType.IndexOf("System." + x, StringComparison.Ordinal) >= 0),
        _ => false,
    };

    /// <summary>A call that makes an empty value or an ordinary answer, or only waits.</summary>
    private static bool IsEmpty(CallSite site)
    {
        if (site.Meaning(MeaningKind.Sleep) != null || site.Node.Kind == CallKind.New && site.Node.Arguments.Count == 0) return true;
        var name = Names.Display(site.Node.Callee.Id);
        return name is "Array.Empty" or "Enumerable.Empty" or "Task.FromResult" or "ValueTask.FromResult" or "Task.CompletedTask" || name.EndsWith(".Empty", StringComparison.Ordinal)
            || name is "ControllerBase.Ok" or "ControllerBase.NoContent" or "Results.Ok" or "Results.NoContent" or "TypedResults.Ok" or "TypedResults.NoContent";
    }
}
