using System.Globalization;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>What is known of the values inside one member.</summary>
public sealed class Values
{
    private readonly MethodFacts facts;
    private readonly CallNode[] calls;

    internal Values(MethodFacts facts)
    {
        this.facts = facts;
        var found = new List<CallNode>();
        if (facts.Body != null) Collect(facts.Body, found);
        foreach (var lambda in facts.Lambdas) Collect(lambda.Body, found);
        // Facts from elsewhere may give two calls one number: the last one counts.
        for (var i = 1; i < found.Count; i++)
        {
            if (found[i].Id > found[i - 1].Id) continue;
            found = found.Select((x, at) => (x, at)).OrderBy(x => x.x.Id).ThenBy(x => x.at).GroupBy(x => x.x.Id).Select(x => x.Last().x).ToList();
            break;
        }
        calls = [.. found];
    }

    /// <summary>The call with that id, or null.</summary>
    public CallNode? Call(int id)
    {
        if ((uint)id < (uint)calls.Length && calls[id].Id == id) return calls[id];
        var (low, high) = (0, calls.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (calls[middle].Id < id) low = middle + 1;
            else high = middle;
        }
        return low < calls.Length && calls[low].Id == id ? calls[low] : null;
    }

    /// <summary>All calls of the member, lambdas included, in the order of their numbers.</summary>
    public IReadOnlyList<CallNode> Calls => calls;

    /// <summary>The one value an operand stands for: a local with a single definition is seen through, so is an await.</summary>
    public Operand Origin(Operand operand)
    {
        for (var i = 0; i < 32; i++)
        {
            switch (operand)
            {
                case LocalOperand local when local.Local >= 0 && local.Local < facts.Locals.Count && facts.Locals[local.Local].Definitions.Count == 1 && facts.Locals[local.Local].Definitions[0] is not ComputedOperand { Operation: "element" or "out" }:
                    operand = facts.Locals[local.Local].Definitions[0];
                    break;
                case AwaitedOperand awaited:
                    operand = awaited.Task;
                    break;
                default:
                    return operand;
            }
        }
        return operand;
    }

    /// <summary>All values an operand may stand for: every definition of a local, both sides of a choice. Bounded.</summary>
    public IReadOnlyList<Operand> Origins(Operand operand)
    {
        var result = new List<Operand>();
        var seen = new HashSet<int>();
        void Add(Operand value, int depth)
        {
            if (depth > 16 || result.Count > 64) return;
            switch (value)
            {
                case LocalOperand local when local.Local >= 0 && local.Local < facts.Locals.Count:
                    if (!seen.Add(local.Local)) return;
                    if (facts.Locals[local.Local].Definitions.Count == 0) result.Add(value);
                    foreach (var definition in facts.Locals[local.Local].Definitions) Add(definition, depth + 1);
                    return;
                case AwaitedOperand awaited:
                    Add(awaited.Task, depth + 1);
                    return;
                case ComputedOperand { Operation: "?:" or "??" } choice:
                    foreach (var part in choice.Parts) Add(part, depth + 1);
                    return;
                default:
                    result.Add(value);
                    return;
            }
        }
        Add(operand, 0);
        return result;
    }

    /// <summary>Every value assigned to a local.</summary>
    public IReadOnlyList<Operand> Definitions(LocalOperand local) => local.Local >= 0 && local.Local < facts.Locals.Count ? facts.Locals[local.Local].Definitions : [];

    /// <summary>The value before conversions that operators of types make (<c>string</c> to <c>RedisKey</c>).</summary>
    public Operand Unconverted(Operand operand)
    {
        for (var i = 0; i < 8; i++)
        {
            operand = Origin(operand);
            if (operand is not ResultOperand result || Call(result.Call) is not { Arguments.Count: 1 } call || call.Callee.Id.IndexOf(".op_Implicit(", StringComparison.Ordinal) < 0 && call.Callee.Id.IndexOf(".op_Explicit(", StringComparison.Ordinal) < 0) return operand;
            operand = call.Arguments[0];
        }
        return operand;
    }

    /// <summary>The call whose result an operand is, or null.</summary>
    public int? CallOf(Operand? operand) => operand == null ? null : Origin(operand) is ResultOperand result ? result.Call : null;

    /// <summary>Every leaf that the value is made of: through computations, locals, and the receivers and arguments of calls. Bounded.</summary>
    public IReadOnlyCollection<Operand> Inputs(Operand operand)
    {
        var seen = new HashSet<Operand>();
        var stack = new Stack<Operand>();
        stack.Push(operand);
        while (stack.Count > 0 && seen.Count < 512)
        {
            var value = stack.Pop();
            if (!seen.Add(value)) continue;
            foreach (var part in Parts(value)) stack.Push(part);
        }
        return seen;
    }

    private IEnumerable<Operand> Parts(Operand value)
    {
        switch (value)
        {
            case LocalOperand local when local.Local >= 0 && local.Local < facts.Locals.Count: return facts.Locals[local.Local].Definitions;
            case AwaitedOperand awaited: return [awaited.Task];
            case ComputedOperand computed: return computed.Parts;
            case ArrayOperand array: return array.Elements;
            case FieldOperand { Target: { } target }: return [target];
            case MethodGroupOperand { Target: { } target }: return [target];
            case ResultOperand result when Call(result.Call) is { } call:
                return call.Receiver == null ? call.Arguments : [call.Receiver, .. call.Arguments];
            default: return [];
        }
    }

    /// <summary>Whether a call's result goes into a local that nothing reads.</summary>
    public bool IsForgotten(int call)
    {
        for (var i = 0; i < facts.Locals.Count; i++)
            if (facts.Locals[i].Definitions.Count == 1 && facts.Locals[i].Definitions[0] is ResultOperand result && result.Call == call) return !(used ??= Used()).Contains(i);
        return false;
    }

    private HashSet<int> Used()
    {
        var stack = new Stack<Operand>(facts.Lambdas.Select(x => x.Body).Concat(facts.Body == null ? [] : [facts.Body]).SelectMany(FactsWalk.All).SelectMany(FactsWalk.Operands).Concat(facts.Locals.SelectMany(x => x.Definitions)));
        var locals = new HashSet<int>();
        while (stack.Count > 0)
        {
            var value = stack.Pop();
            if (value is LocalOperand local) locals.Add(local.Local);
            else if (value is not ResultOperand)
                foreach (var part in Parts(value)) stack.Push(part);
        }
        return locals;
    }

    private HashSet<int>? used;

    /// <summary>Static type of a value in documentation-comment form, or null.</summary>
    public string? TypeOf(Operand operand) => TypeOfOrigin(Origin(operand)) ?? (operand is LocalOperand { Local: >= 0 } local && local.Local < facts.Locals.Count ? facts.Locals[local.Local].Type : null);

    private string? TypeOfOrigin(Operand origin) => origin switch
    {
        ResultOperand result => Call(result.Call)?.ReturnType,
        ParameterOperand { Lambda: < 0 } p when p.Index < facts.Parameters.Count => facts.Parameters[p.Index].Type,
        ParameterOperand p when p.Lambda >= 0 && p.Lambda < facts.Lambdas.Count && p.Index < facts.Lambdas[p.Lambda].Parameters.Count => facts.Lambdas[p.Lambda].Parameters[p.Index].Type,
        FieldOperand field => field.Type,
        LocalOperand local when local.Local >= 0 && local.Local < facts.Locals.Count => facts.Locals[local.Local].Type,
        ConstOperand { Value: string } => "System.String",
        _ => null,
    };

    /// <summary>The name a person gave a local, parameter or field, or null.</summary>
    public string? NameOf(Operand operand) => operand switch
    {
        LocalOperand local when local.Local >= 0 && local.Local < facts.Locals.Count => facts.Locals[local.Local].Name,
        ParameterOperand { Lambda: < 0 } p when p.Index < facts.Parameters.Count => facts.Parameters[p.Index].Name,
        ParameterOperand p when p.Lambda >= 0 && p.Lambda < facts.Lambdas.Count && p.Index < facts.Lambdas[p.Lambda].Parameters.Count => facts.Lambdas[p.Lambda].Parameters[p.Index].Name,
        FieldOperand field => Names.Short(field.Member.Id),
        _ => null,
    };

    /// <summary>A constant string, also concatenated from constants; holes of an interpolation become <c>{}</c>. Null when it is none.</summary>
    public string? Text(Operand? operand)
    {
        if (operand == null) return null;
        switch (Origin(operand))
        {
            case ConstOperand { Value: string text }: return text;
            case ComputedOperand { Operation: "interpolate" or "+" } computed:
                return string.Concat(computed.Parts.Select(x => Text(x) ?? (x is ConstOperand c ? Convert.ToString(c.Value, CultureInfo.InvariantCulture) : "{}")));
            case ResultOperand result when Call(result.Call) is { Arguments.Count: > 0 } call && (call.Callee.Id.StartsWith("M:System.Uri.#ctor(System.String", StringComparison.Ordinal) || call.Callee.Id.IndexOf(".op_Implicit(System.String)", StringComparison.Ordinal) > 0):
                return Text(call.Arguments[0]);
            default: return null;
        }
    }

    /// <summary>A constant whole number, or null.</summary>
    public long? Number(Operand? operand) => operand == null ? null : Origin(operand) switch
    {
        ConstOperand { Value: long number } => number,
        _ => null,
    };

    /// <summary>A constant duration in seconds: <c>TimeSpan.FromX(n)</c>, <c>new TimeSpan(...)</c>, or a number of milliseconds. Null when it is none; infinite is <see cref="double.PositiveInfinity"/>.</summary>
    public double? Seconds(Operand? operand)
    {
        if (operand == null) return null;
        switch (Origin(operand))
        {
            case ConstOperand { Value: long ms }: return ms < 0 ? double.PositiveInfinity : ms / 1000.0;
            case FieldOperand { Member.Id: "F:System.Threading.Timeout.InfiniteTimeSpan" or "F:System.TimeSpan.MaxValue" }: return double.PositiveInfinity;
            case FieldOperand { Member.Id: "F:System.TimeSpan.Zero" }: return 0;
            case ResultOperand result when Call(result.Call) is { } call: return Duration(call);
            default: return null;
        }
    }

    private double? Duration(CallNode call)
    {
        double? Part(int i) => i < call.Arguments.Count && Origin(call.Arguments[i]) is ConstOperand { Value: { } v and not string and not bool } ? Convert.ToDouble(v, CultureInfo.InvariantCulture) : null;
        var id = call.Callee.Id;
        if (!id.StartsWith("M:System.TimeSpan.", StringComparison.Ordinal)) return null;
        var name = id.Substring("M:System.TimeSpan.".Length);
        var paren = name.IndexOf('(');
        if (paren > 0) name = name.Substring(0, paren);
        return name switch
        {
            "FromMilliseconds" => Part(0) / 1000,
            "FromMicroseconds" => Part(0) / 1e6,
            "FromSeconds" => Part(0),
            "FromMinutes" => Part(0) * 60,
            "FromHours" => Part(0) * 3600,
            "FromDays" => Part(0) * 86400,
            "FromTicks" => Part(0) / 1e7,
            "#ctor" when call.Arguments.Count == 3 => Part(0) * 3600 + Part(1) * 60 + Part(2),
            "#ctor" when call.Arguments.Count == 4 => Part(0) * 86400 + Part(1) * 3600 + Part(2) * 60 + Part(3),
            "#ctor" when call.Arguments.Count == 1 => Part(0) / 1e7,
            _ => null,
        };
    }

    private static void Collect(Node node, List<CallNode> found)
    {
        switch (node)
        {
            case SequenceNode x: foreach (var step in x.Steps) Collect(step, found); break;
            case CallNode x: found.Add(x); break;
            case BranchNode x: foreach (var arm in x.Arms) Collect(arm, found); break;
            case LoopNode x: Collect(x.Condition, found); Collect(x.Body, found); break;
            case TryNode x:
                Collect(x.Body, found);
                foreach (var clause in x.Catches) Collect(clause.Body, found);
                if (x.Finally != null) Collect(x.Finally, found);
                break;
            case LockNode x: Collect(x.Body, found); break;
            case UsingNode x: Collect(x.Body, found); break;
        }
    }
}
