using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>A client that should be shared is made for every request.</summary>
public sealed class ClientPerCall : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5004", "Client created per call", RuleScope.Live, Level.Warning,
        "Every client opens its own connections: handshakes on every request, then no free ports or connections.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RequestMethods)
        {
            if ((method.Facts.Flags & MethodFlags.StaticConstructor) != 0) continue;
            foreach (var site in method.Meant)
            {
                if (site.Meaning(MeaningKind.Client) == null || IsKept(context, site, 0) || InsideAnother(site)) continue;
                var made = site.Node.ReturnType.Length > 0 ? site.Node.ReturnType : Names.TypeOf(site.Node.Callee.Id);
                if (made.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) && Names.Arguments(made) is { Count: 1 } awaited) made = awaited[0];
                var type = Names.Short(Names.Definition(made));
                context.ReportOnRequest(Info, site, outside => $"{site} makes a {type} for every request{(outside == null ? "" : " in " + outside)}: share one (a singleton, or the library's factory)", repair: new Repair("share-client", site, null));
            }
        }
    }

    /// <summary>Stored in a field, kept by a lazy or cache, or made once under a guard; what is returned, by all who ask for it.</summary>
    private static bool IsKept(RuleContext context, CallSite site, int depth)
    {
        if (site.Ancestors().OfType<InlineStep>().Any(x => x.Meaning?.Is("startup") == true || Names.Display(x.Runner.Node.Callee.Id).Contains("GetOrAdd"))) return true;
        if (Stores(site)) return true;
        return depth < 3 && Returns(site) && context.Graph.CallersOf(site.Owner).ToList() is { Count: > 0 } callers && callers.TrueForAll(x => IsKept(context, x, depth + 1));
    }

    private static bool Returns(CallSite site) => site.Owner.Lambda < 0 && site.Owner.Body.Descendants().OfType<JumpStep>()
        .Any(x => x.Node is { Kind: JumpKind.Return, Value: { } value } && Holds(site.Owner, value, new ResultOperand(site.Node.Id), 0));

    private static bool Stores(CallSite site)
    {
        var made = new ResultOperand(site.Node.Id);
        return site.Owner.Body.Descendants().Any(x => x is WriteStep write && Holds(site.Owner, write.Node.Value, made, 0)
            || x is CallSite add && (add.Is(MeaningKind.Collection, "add") || Names.Display(add.Node.Callee.Id).EndsWith(".set_Item", StringComparison.Ordinal)) && add.Node.Arguments.Any(a => site.Owner.Values.Origin(a).Equals(made)));
    }

    /// <summary>Whether a value is the client, wraps it or comes from it; the answer of a remote call holds no client.</summary>
    private static bool Holds(Method owner, Operand value, Operand made, int depth) => depth < 8 && owner.Values.Origins(value).Any(x => x.Equals(made) || x switch
    {
        ResultOperand result when owner.Values.Call(result.Call) is { } call && !owner.Meant.Any(s => s.Node.Id == call.Id && s.Remote != null) =>
            call.Arguments.Concat(call.Receiver == null ? [] : [call.Receiver]).Any(a => Holds(owner, a, made, depth + 1)),
        ComputedOperand computed => computed.Parts.Any(a => Holds(owner, a, made, depth + 1)),
        ArrayOperand array => array.Elements.Any(a => Holds(owner, a, made, depth + 1)),
        _ => false,
    });

    /// <summary>A handler made for a client that is reported itself.</summary>
    private static bool InsideAnother(CallSite site) => site.Owner.Sites.Any(x => x != site && x.Meaning(MeaningKind.Client) != null && x.Node.Arguments.Any(a => site.Owner.Values.Origin(a).Equals(new ResultOperand(site.Node.Id))));
}
