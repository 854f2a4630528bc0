using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coupling;

/// <summary>State that all requests share and change without a guard.</summary>
public sealed class MutableStaticState : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE1007", "Mutable static state on the request path", RuleScope.Live, Level.Suggestion,
        "Requests on many threads and instances meet in it: lost updates on one, different answers on two.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method) || (method.Facts.Flags & (MethodFlags.Constructor | MethodFlags.StaticConstructor)) != 0) continue;
            foreach (var step in method.Body.Descendants())
            {
                if (Written(step) is not { } field || !IsShared(context, method, field) || IsGuarded(step, field) || IsSafe(field)) continue;
                context.Report(Info, step, $"{Names.Short(Names.TypeOf(field.Member.Id))}.{Names.Short(field.Member.Id)} is shared by all requests and changed here without a guard: keep it per request, or use an atomic or concurrent form", detail: field.Member.Id);
            }
        }
    }

    private static FieldOperand? Written(Step step) => step switch
    {
        WriteStep { Node.Kind: not (WriteKind.Event or WriteKind.Coalesce) } write => write.Node.Member,
        CallSite site when site.Meanings.Any(x => x.Kind == MeaningKind.Collection && !x.Is("concurrent") && !x.Is("immutable") && (x.Is("add") || x.Is("remove") || x.Is("clear"))) && site.Node.Receiver is { } on => site.Owner.Values.Origin(on) as FieldOperand,
        _ => null,
    };

    private static bool IsShared(RuleContext context, Method method, FieldOperand field) => (field.Flags & FieldFlags.Static) != 0 || field.Target == null
        || field.Target is ThisOperand && context.Graph.Registrations.IsSingleton(method.Type.Name);

    /// <summary>Under a lock (that is SCALE2004's matter), or a first fill behind a check of the same field.</summary>
    private static bool IsGuarded(Step step, FieldOperand field) => step.Ancestors().Any(x => x is ScopeStep { Kind: ScopeKind.Lock or ScopeKind.Semaphore or ScopeKind.DistributedLock }
        || step is WriteStep && x is ChoiceStep choice && choice.Owner.Values.Inputs(choice.Node.Condition).Any(i => i is FieldOperand seen && seen.Member == field.Member));

    private static bool IsSafe(FieldOperand field) => (field.Flags & FieldFlags.ThreadStatic) != 0
        || field.Type.StartsWith("System.Threading.", StringComparison.Ordinal) || field.Type.StartsWith("System.Lazy", StringComparison.Ordinal)
        || field.Type.StartsWith("System.Collections.Immutable.", StringComparison.Ordinal) || field.Type.StartsWith("System.Collections.Frozen.", StringComparison.Ordinal)
        || field.Type.StartsWith("System.Collections.Concurrent.", StringComparison.Ordinal);
}
