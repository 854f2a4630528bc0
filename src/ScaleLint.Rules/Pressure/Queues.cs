using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>Who fills and who empties the in-process queues that fields hold or the container hands out.</summary>
internal sealed class Queues
{
    private readonly RuleContext context;
    private readonly ILookup<string, CallSite> adds;
    private readonly ILookup<string, CallSite> takes;

    public Queues(RuleContext context)
    {
        this.context = context;
        var uses = context.Methods.SelectMany(x => x.Meant).Where(x => x.Node.Receiver != null && x.Meanings.Any(m => m.Kind is MeaningKind.Buffer or MeaningKind.Collection)).ToList();
        ILookup<string, CallSite> Of(string buffer, string collection) => uses.Where(x => x.Is(MeaningKind.Buffer, buffer) || x.Is(MeaningKind.Collection, collection))
            .Select(x => (Id: IdOf(x.Owner, x.Node.Receiver!), Site: x)).Where(x => x.Id != null).ToLookup(x => x.Id!, x => x.Site, StringComparer.Ordinal);
        (adds, takes) = (Of("add", "add"), Of("take", "remove"));
    }

    /// <summary>Identity of a queue that was just made: the field that keeps it, else its type when the container gets it; null when neither.</summary>
    public string? IdOfMade(CallSite site, string type)
    {
        if (site.Meaning(MeaningKind.Register) != null) return type;
        var made = new ResultOperand(site.Node.Id);
        foreach (var step in site.Owner.Body.Descendants())
        {
            if (step is WriteStep write && site.Owner.Values.Origin(write.Node.Value).Equals(made)) return write.Node.Member.Member.Id;
            if (step is CallSite register && register.Meaning(MeaningKind.Register) != null && register.Node.Arguments.Any(x => site.Owner.Values.Origin(x).Equals(made))) return type;
        }
        return site.Owner.Lambda >= 0 && site.Owner.Body.Descendants().Any(x => x is JumpStep { Node: { Kind: JumpKind.Return, Value: { } value } } && site.Owner.Values.Origin(value).Equals(made)) ? type : null;
    }

    /// <summary>Requests fill it without looking at its length, and a member that does not fill it empties it.</summary>
    public bool PassesOn(string? id)
    {
        if (id == null) return false;
        var feeders = new HashSet<Method>(adds[id].Select(x => x.Owner));
        return feeders.Any(x => context.Graph.OnRequest.Contains(x) && !LooksAtLength(x, id)) && takes[id].Any(x => !feeders.Contains(x.Owner)) && !takes[id].All(IsRented);
    }

    /// <summary>Of a pool: who takes one gets a new one where none is left, so that it holds no more than were once in use.</summary>
    private static bool IsRented(CallSite take)
    {
        var element = take.Owner.Facts.ReturnType;
        return Names.Arguments(take.Node.ReceiverType) is { Count: 1 } held && held[0] == element && !take.Ancestors().Any(x => x is LoopStep)
            && (take.Owner.Values.Calls.Any(x => x.Id != take.Node.Id && x.ReturnType == element)
                || take.Owner.Body.Descendants().OfType<JumpStep>().Any(x => x.Node.Value is { } value && take.Owner.Values.Inputs(value).Any(v => v is ComputedOperand { Operation: "new[]" })));
    }

    /// <summary>Whether the queue belongs to one request: the object that holds it is made anew for each.</summary>
    public bool IsOfOneRequest(CallSite made) => made.Owner.Writes.Any(x => x.Node.Member is { Target: ThisOperand } && made.Owner.Values.Origin(x.Node.Value).Equals(new ResultOperand(made.Node.Id)))
        && context.Graph.Registrations.LifetimeOf(made.Owner.Type.Name) is "scoped" or "transient";

    /// <summary>Whether the member decides on the number of elements.</summary>
    public bool LooksAtLength(Method method, string id)
    {
        var lengths = method.Sites.Where(x => x.Node.Receiver != null && Names.Own(x.Node.Callee.Id) is "Count" or "IsFull" && IdOf(method, x.Node.Receiver!) == id).Select(x => (Operand)new ResultOperand(x.Node.Id)).ToList();
        return lengths.Count > 0 && method.Body.Descendants().Any(x => x is ChoiceStep choice && method.Values.Inputs(choice.Node.Condition).Intersect(lengths).Any());
    }

    /// <summary>The field that holds it, or its type when the container or a caller handed it in; null for a local one.</summary>
    private string? IdOf(Method owner, Operand queue) => owner.Values.Origin(queue) switch
    {
        FieldOperand field when context.Graph.WritesTo(field.Member) is { Count: > 0 } writes && writes.All(x => x.Owner.Values.Origin(x.Node.Value) is ParameterOperand) => field.Type,
        FieldOperand field => field.Member.Id,
        ParameterOperand parameter => owner.Values.TypeOf(parameter),
        _ => null,
    };
}
