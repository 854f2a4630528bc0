using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Chokepoints;

/// <summary>What is known of the object a scope locks.</summary>
internal static class LockObjects
{
    /// <summary>Static, or held by a singleton: all requests meet there.</summary>
    public static bool IsShared(RuleContext context, ScopeStep scope) => scope.Key switch
    {
        FieldOperand { Target: null } => true,
        FieldOperand { Flags: var flags } when (flags & FieldFlags.Static) != 0 => true,
        FieldOperand { Target: ThisOperand } or ThisOperand => context.Graph.Registrations.IsSingleton(scope.Owner.Type.Name),
        TypeOperand => true,
        _ => false,
    };

    /// <summary>One at a time: semaphores only with a known count of one.</summary>
    public static bool IsExclusive(RuleContext context, ScopeStep scope) => scope.Kind switch
    {
        ScopeKind.Semaphore => Slots(context, scope) == 1,
        _ => true,
    };

    /// <summary>Initial count of a semaphore, or null.</summary>
    public static long? Slots(RuleContext context, ScopeStep scope)
    {
        var (owner, call) = scope.Key switch
        {
            FieldOperand field => context.Graph.MadeBy(field) ?? (null!, null!),
            ResultOperand result => (scope.Owner, scope.Owner.Values.Call(result.Call)!),
            _ => (null!, null!),
        };
        return call is { Kind: CallKind.New, Arguments.Count: > 0 } ? owner.Values.Number(call.Arguments[0]) : null;
    }

    /// <summary>A lock of one key among many, taken from a dictionary or a pool.</summary>
    public static bool IsPerKey(ScopeStep scope) => scope.Key switch
    {
        ResultOperand result => scope.Owner.Values.Call(result.Call) is { Kind: not CallKind.New },
        ComputedOperand => true,
        LocalOperand local => scope.Owner.Values.Origins(local).Any(x => x is ComputedOperand or ResultOperand),
        _ => false,
    };

    /// <summary>The body checks a field and fills it once.</summary>
    public static bool IsDoubleChecked(ScopeStep scope)
    {
        foreach (var choice in scope.Body.Descendants().OfType<ChoiceStep>())
        {
            var looked = scope.Owner.Values.Inputs(choice.Node.Condition).OfType<FieldOperand>().Select(x => x.Member).ToList();
            if (looked.Count == 0) continue;
            if (scope.Body.Descendants().OfType<WriteStep>().Any(x => looked.Contains(x.Node.Member.Member))) return true;
        }
        return scope.Body.Descendants().OfType<WriteStep>().Any(x => x.Node.Kind == WriteKind.Coalesce);
    }

    /// <summary>What a person calls it.</summary>
    public static string Name(ScopeStep scope) => scope.Key switch
    {
        FieldOperand field => Names.Short(Names.TypeOf(field.Member.Id)) + "." + Names.Short(field.Member.Id),
        ThisOperand => "this " + Names.Short(scope.Owner.Type.Name),
        TypeOperand type => "typeof(" + Names.Short(Names.Definition(type.Type)) + ")",
        _ => "an object",
    };
}
