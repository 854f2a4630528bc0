using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>A health check's name and tags; the tags are null when they cannot be told.</summary>
internal sealed record HealthCheckLabels(string? Name, IReadOnlyList<string>? Tags);

/// <summary>Decides which checks a health endpoint runs, by reading its predicate.</summary>
internal sealed class HealthPredicate(Method owner, int lambda, HealthCheckLabels check)
{
    /// <summary>Whether an endpoint runs a check; null when its predicate cannot be read.</summary>
    public static bool? Runs(CallSite map, HealthCheckLabels check)
    {
        var values = map.Owner.Values;
        if (map.Argument(map.Meaning(MeaningKind.Health)!.Value("options")) is not { } options || options is DefaultOperand) return true;
        var made = values.Origin(options);
        var predicate = values.Calls.Where(x => x.Callee.Id.IndexOf("HealthCheckOptions.set_Predicate", StringComparison.Ordinal) > 0 && x.Receiver != null && values.Origin(x.Receiver).Equals(made)).Select(x => x.Arguments[0]).FirstOrDefault();
        if (predicate == null) return values.CallOf(options) is { } id && values.Call(id) is { Kind: CallKind.New } ? true : null;
        return values.Origin(predicate) switch
        {
            ConstOperand { Value: null } => true,
            LambdaOperand x when x.Lambda < map.Owner.Facts.Lambdas.Count => new HealthPredicate(map.Owner, x.Lambda, check).Run(map.Owner.Facts.Lambdas[x.Lambda].Body),
            _ => null,
        };
    }

    private bool? Run(Node node)
    {
        if (node is SequenceNode sequence)
        {
            foreach (var step in sequence.Steps)
                if (FactsWalk.All(step).Any(x => x is JumpNode)) return Run(step);
            return null;
        }
        return node switch
        {
            JumpNode { Kind: JumpKind.Return, Value: { } value } => Is(value),
            BranchNode branch => Is(branch.Condition) is { } taken && (taken ? branch.Arms.FirstOrDefault() : branch.Arms.Skip(1).FirstOrDefault()) is { } arm ? Run(arm) : null,
            _ => null,
        };
    }

    private bool? Is(Operand operand)
    {
        switch (owner.Values.Origin(operand))
        {
            case ConstOperand { Value: bool value }: return value;
            case ConstOperand { Value: long number }: return number != 0;
            case ComputedOperand { Operation: "!", Parts: [var inner] }: return !Is(inner);
            case ComputedOperand { Operation: "&&", Parts: [var a, var b] }: return Is(a) is false || Is(b) is false ? false : Is(a) is true && Is(b) is true ? true : null;
            case ComputedOperand { Operation: "||", Parts: [var a, var b] }: return Is(a) is true || Is(b) is true ? true : Is(a) is false && Is(b) is false ? false : null;
            case ComputedOperand { Operation: "?:", Parts: [var test, var a, var b] }: return Is(test) is { } taken ? Is(taken ? a : b) : null;
            case ComputedOperand { Operation: "==" or "!=", Parts: [var a, var b] } x: return Equal(a, b) is { } equal ? equal == (x.Operation == "==") : null;
            case ResultOperand result when owner.Values.Call(result.Call) is { } call: return Answer(call);
            default: return null;
        }
    }

    private bool? Answer(CallNode call)
    {
        IReadOnlyList<Operand> all = call.Receiver == null ? call.Arguments : [call.Receiver, .. call.Arguments];
        switch (Names.Own(call.Callee.Id))
        {
            case "op_Equality" or "Equals" when all.Count > 1: return Equal(all[0], all[1]);
            case "op_Inequality" when all.Count > 1: return !Equal(all[0], all[1]);
            case "Contains" when all.Count > 1 && IsTags(all[0]): return owner.Values.Text(all[1]) is { } tag ? check.Tags?.Contains(tag, StringComparer.Ordinal) : null;
            case "StartsWith" when all.Count > 1 && IsName(all[0]): return owner.Values.Text(all[1]) is { } start ? check.Name?.StartsWith(start, StringComparison.Ordinal) ?? false : null;
            case "Any" when all.Count == 1 && IsTags(all[0]): return check.Tags?.Count > 0;
            case "Any" when all.Count == 2 && IsTags(all[0]) && owner.Values.Origin(all[1]) is LambdaOperand test && test.Lambda < owner.Facts.Lambdas.Count:
                return check.Tags == null ? null : check.Tags.Select(x => new HealthPredicate(owner, test.Lambda, new HealthCheckLabels(x, null)).Run(owner.Facts.Lambdas[test.Lambda].Body)).DefaultIfEmpty(false).Aggregate((a, b) => a is true || b is true ? true : a is null || b is null ? null : false);
            default: return null;
        }
    }

    private bool? Equal(Operand a, Operand b)
    {
        if (IsName(b)) (a, b) = (b, a);
        if (IsName(a)) return owner.Values.Text(b) is { } name ? name == check.Name : null;
        if (owner.Values.Origin(b) is not ConstOperand { Value: bool or long } constant) return null;
        if (IsTagCount(a)) return constant.Value is long count && check.Tags != null ? check.Tags.Count == count : null;
        return Is(a) is { } value ? value == (constant.Value is true or 1L) : null;
    }

    /// <summary>The check's name; inside a test of each tag the tag.</summary>
    private bool IsName(Operand operand) => owner.Values.Origin(operand) is var origin
        && (origin is ParameterOperand { Index: 0 } parameter && parameter.Lambda == lambda && owner.Values.TypeOf(origin) == "System.String" || IsGetter(origin, "get_Name"));

    private bool IsTags(Operand operand) => IsGetter(owner.Values.Origin(operand), "get_Tags");

    private bool IsTagCount(Operand operand) => owner.Values.Origin(operand) is ResultOperand result && owner.Values.Call(result.Call) is { } call && call.Callee.Id.IndexOf(".get_Count", StringComparison.Ordinal) > 0 && call.Receiver != null && IsTags(call.Receiver);

    private bool IsGetter(Operand origin, string name) => origin is ResultOperand result && owner.Values.Call(result.Call)?.Callee.Id.EndsWith("HealthCheckRegistration." + name, StringComparison.Ordinal) == true;
}
