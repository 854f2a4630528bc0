using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coordination;

/// <summary>A shared value that is read, changed and written back, with nothing to notice that someone else did the same.</summary>
public sealed class LostUpdate : Rule
{
    private static readonly string[] Numbers = ["System.Int32", "System.Int64", "System.Decimal", "System.Double", "System.Int16", "System.Single", "System.UInt32"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE6005", "Lost update", RuleScope.Live, Level.Suggestion,
        "Two writers at once are rare with ten users and constant with ten thousand; the later one erases the other.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var saves = new Reach(context.Graph, x => x.Remote is { Kind: MeaningKind.Sql } && x.Node.Callee.Id.IndexOf(".SaveChanges", StringComparison.Ordinal) > 0);
        foreach (var method in context.Methods)
        {
            if (context.Graph.FromAnyEntry.EntryOf(method) is { Kind: EntryKind.Consumer }) continue;
            foreach (var write in method.Sites) KeyValue(context, method, write);
            if (!method.Sites.Any(saves.From)) continue;
            foreach (var write in method.Body.Descendants().OfType<WriteStep>()) Entity(context, method, write);
        }
    }

    private void KeyValue(RuleContext context, Method method, CallSite write)
    {
        if (write.Remote is not { Kind: MeaningKind.Cache or MeaningKind.DocumentDb or MeaningKind.Blob } effect || !effect.Is("write") || effect.Is("idempotent") && effect.Value("value") == null || IsConditional(write, effect)) return;
        if (write.Ancestors().Any(x => x is ScopeStep { Kind: ScopeKind.Transaction or ScopeKind.DistributedLock }) || effect.Value("key") is not { } key || write.Argument(key) is not { } name) return;
        var inputs = write.Node.Arguments.Where(x => x != name).SelectMany(method.Values.Inputs).ToList();
        foreach (var read in method.Sites)
        {
            if (read == write || read.Remote is not { } source || source.Kind != effect.Kind || !source.Is("read") || !inputs.Contains(new ResultOperand(read.Node.Id))) continue;
            if (read.Argument(source.Value("key") ?? "arg0") is not { } other || !Same(method.Values, other, name)) continue;
            context.Report(Info, write, $"{write} writes back what {read} read, and whoever wrote in between is lost: write on condition of the version, use an atomic operation, or a transaction", [new PathHop(read.ToString(), read.At), new PathHop(write.ToString(), write.At)]);
            return;
        }
    }

    private static bool Same(Values values, Operand a, Operand b) => a.Equals(b) || values.Origin(a).Equals(values.Origin(b)) || values.Text(a) is { } text && text == values.Text(b) && !text.Contains("{}");

    private static bool IsConditional(CallSite write, Meaning effect) => new[] { "version", "when", "options" }.Any(x => effect.Value(x) is { } reference && write.Argument(reference) is not (null or DefaultOperand or ConstOperand { Value: null } or ConstOperand { Value: 0L }));

    /// <summary>A number of an entity computed from its own value, where nothing checks for a concurrent change.</summary>
    private void Entity(RuleContext context, Method method, WriteStep write)
    {
        var field = write.Node.Member;
        if (field.Target is null or ThisOperand || !Numbers.Contains(field.Type, StringComparer.Ordinal)) return;
        var self = write.Node.Kind is WriteKind.Compound or WriteKind.Increment || write.Node.Value is ComputedOperand { Operation: "+" or "-" } computed && method.Values.Inputs(computed).Any(x => x is FieldOperand f && f.Member == field.Member);
        var type = Names.TypeOf(field.Member.Id);
        if (!self || !IsEntity(context, type) || HasToken(context, type)) return;
        context.Report(Info, write, $"{Names.Short(type)}.{Names.Short(field.Member.Id)} is computed from the value read and saved over whatever came in between: add a concurrency token, or update it in the database (ExecuteUpdate)");
    }

    private static bool IsEntity(RuleContext context, string type) => context.Graph.Types.Find(type) is not null
        && context.Graph.Units.Any(u => u.Facts.Types.Any(t => context.Graph.Types.IsA(t.Name, "Microsoft.EntityFrameworkCore.DbContext") && t.References.Any(r => r.Target.Name == type)));

    private static bool HasToken(RuleContext context, string type)
    {
        if (context.Graph.Types.Find(type) is { } found && found.Type.Fields.Any(x => x.Attributes.Any(a => Names.Short(a.Type.Name) is "TimestampAttribute" or "ConcurrencyCheckAttribute"))) return true;
        return context.Graph.Methods.Where(x => x.Facts.Body != null && x.Type.References.Any(r => r.Target.Name == type)).SelectMany(x => x.Values.Calls)
            .Any(x => Names.Display(x.Callee.Id) is var name && (name.EndsWith(".IsRowVersion", StringComparison.Ordinal) || name.EndsWith(".IsConcurrencyToken", StringComparison.Ordinal) || name.EndsWith("UseXminAsConcurrencyToken", StringComparison.Ordinal)));
    }
}
