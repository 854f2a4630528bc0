using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coordination;

/// <summary>A read or write of one entry of a shared store, by the call itself or by the member of own code that it calls.</summary>
/// <param name="Key">What names the entry, as a value of the member that holds the call; null when the entry itself does.</param>
/// <param name="Values">What is written.</param>
/// <param name="Effect">The call that goes to the store.</param>
internal sealed record KeyedAccess(MeaningKind Store, Operand? Key, IReadOnlyList<Operand> Values, CallSite Effect)
{
    private const int Depth = 2;

    /// <summary>The remote effect of a call that goes to a store of keyed entries, or null.</summary>
    private static Meaning? EffectOf(CallSite site) => site.Remote is { Kind: MeaningKind.Cache or MeaningKind.DocumentDb or MeaningKind.Blob } effect ? effect : null;

    /// <summary>What the call reads, or null.</summary>
    public static KeyedAccess? Read(CallSite site, int depth = 0)
    {
        if (EffectOf(site) is { } effect)
            return effect.Is("read") && !effect.Is("write") ? new(effect.Kind, KeyOf(site, effect), [], site) : null;
        if (depth == Depth || site.Targets.Count != 1 || site.Targets[0] is not { Facts.Body: not null } target) return null;
        var returned = target.Body.Descendants().OfType<JumpStep>().Where(x => x.Node is { Kind: JumpKind.Return, Value: not null }).SelectMany(x => target.Values.Inputs(x.Node.Value!)).OfType<ResultOperand>().Select(x => x.Call).ToList();
        foreach (var inner in target.Sites)
            if (returned.Contains(inner.Node.Id) && Read(inner, depth + 1) is { } read) return read with { Key = Outside(site, target, read.Key) };
        return null;
    }

    /// <summary>The members that write to a shared store, themselves or as deep below as <see cref="Write"/> looks.</summary>
    public static HashSet<Method> Writers(SystemGraph graph)
    {
        var found = new HashSet<Method>(graph.Methods.Where(x => x.Facts.Body != null && x.Meant.Any(s => EffectOf(s)?.Is("write") == true)));
        for (var depth = 0; depth < Depth; depth++) found.UnionWith(found.SelectMany(graph.CallersOf).Select(x => x.Owner).ToList());
        return found;
    }

    /// <summary>What the call writes unconditionally, or null.</summary>
    public static KeyedAccess? Write(RuleContext context, CallSite site, int depth = 0)
    {
        if (site.Ancestors().Any(x => x is ScopeStep { Kind: ScopeKind.Transaction or ScopeKind.DistributedLock })) return null;
        if (EffectOf(site) is { } effect)
        {
            if (context.Graph.Catalogue.OfType(Names.Definition(site.Node.ReceiverType)).Any(x => x.Is("queued"))) return null;
            if (!effect.Is("write") || effect.Is("remove") || effect.Is("read") || IsConditional(site, effect) || effect.Kind == MeaningKind.Cache && effect.Value("key") == null) return null;
            var key = KeyOf(site, effect);
            return new(effect.Kind, key, site.Node.Arguments.Where(x => x != key).ToList(), site);
        }
        if (depth == Depth || site.Targets.Count != 1 || site.Targets[0] is not { Facts.Body: not null } target) return null;
        foreach (var inner in target.Sites)
        {
            if (Write(context, inner, depth + 1) is not { } write) continue;
            // A member that reads what it writes is judged for itself.
            if (write.Values.SelectMany(target.Values.Inputs).OfType<ResultOperand>().Any(x => target.Sites.FirstOrDefault(s => s.Node.Id == x.Call) is { } source && Read(source) != null)) continue;
            var values = write.Values.Select(x => Outside(site, target, x)).OfType<Operand>().ToList();
            var key = Outside(site, target, write.Key);
            if (values.Count > 0 && (key != null || write.Key == null)) return write with { Key = key, Values = values };
        }
        return null;
    }

    /// <summary>The value of the caller that an inner one is made of: an argument, or a constant.</summary>
    private static Operand? Outside(CallSite site, Method target, Operand? inner)
    {
        if (inner == null) return null;
        var parameter = target.Values.Inputs(inner).OfType<ParameterOperand>().Where(x => x.Lambda < 0 && x.Index < site.Node.Arguments.Count && target.Parameters[x.Index].Type != "System.Threading.CancellationToken").OrderBy(x => x.Index).FirstOrDefault();
        return parameter != null ? site.Node.Arguments[parameter.Index] : target.Values.Text(inner) is { } text ? new ConstOperand(text) : null;
    }

    /// <summary>A blob's client stands for its name.</summary>
    private static Operand? KeyOf(CallSite site, Meaning effect) => site.Argument(effect.Value("key")) ?? (effect.Kind == MeaningKind.Blob ? site.Node.Receiver : null);

    private static bool IsConditional(CallSite write, Meaning effect)
    {
        var values = write.Owner.Values;
        if (write.Argument(effect.Value("version")) is not (null or DefaultOperand or ConstOperand { Value: null or 0L })) return true;
        if (write.Argument(effect.Value("when")) is { } when and not (DefaultOperand or ConstOperand { Value: null or 0L })) return true;
        if (write.Argument(effect.Value("key")) is { } key && NamesVersion(write.Owner, key)) return true;
        return write.Argument(effect.Value("options")) is { } options && values.Origin(options) switch
        {
            DefaultOperand or ConstOperand { Value: null or true } => false,
            ConstOperand => true,
            ResultOperand made when values.Call(made.Call) is { Kind: CallKind.New } =>
                values.Calls.Any(x => x.Receiver != null && values.Origin(x.Receiver).Equals(made) && x.Callee.Id.IndexOf(".set_", StringComparison.Ordinal) > 0 && IsVersion(Names.Own(x.Callee.Id))),
            var origin => effect.Kind != MeaningKind.Cache && values.TypeOf(origin) != "System.Threading.CancellationToken",
        };
    }

    /// <summary>The filter speaks of the version.</summary>
    private static bool NamesVersion(Method owner, Operand filter) => owner.Values.Inputs(filter).OfType<LambdaOperand>().Any(x => x.Lambda < owner.Facts.Lambdas.Count && Fields(owner.Facts.Lambdas[x.Lambda].Body).Any(IsVersion));

    private static IEnumerable<string> Fields(Node node) => node switch
    {
        SequenceNode x => x.Steps.SelectMany(Fields),
        BranchNode x => Fields(x.Condition).Concat(x.Arms.SelectMany(Fields)),
        JumpNode { Value: { } value } => Fields(value),
        _ => [],
    };

    private static IEnumerable<string> Fields(Operand operand) => operand switch
    {
        FieldOperand x => [Names.Short(x.Member.Id)],
        ComputedOperand x => x.Parts.SelectMany(Fields),
        _ => [],
    };

    private static bool IsVersion(string name) => new[] { "Version", "ETag", "Etag", "Match", "Condition", "Revision", "Stamp", "Concurrency" }.Any(x => name.IndexOf(x, StringComparison.Ordinal) >= 0);
}
