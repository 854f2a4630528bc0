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
        var writers = KeyedAccess.Writers(context.Graph);
        foreach (var method in context.Methods)
        {
            if (context.Graph.FromAnyEntry.EntryOf(method) is { Kind: EntryKind.Consumer }) continue;
            if (writers.Contains(method)) foreach (var site in method.Sites) WrittenBack(context, method, site);
            if (saves.IsEmpty) continue;
            if (saves.From(method)) foreach (var write in method.Writes) Entity(context, write, [.. context.Graph.CallersOf(method)]);
            else if (context.Graph.CallersOf(method).Where(x => saves.From(x.Owner)).ToList() is { Count: > 0 } callers)
                foreach (var write in method.Writes.Where(x => x.Node.Member.Target is ThisOperand or ParameterOperand)) Entity(context, write, callers);
        }
    }

    private void WrittenBack(RuleContext context, Method method, CallSite site)
    {
        if (site.Remote == null && site.Targets.Count == 0 || KeyedAccess.Write(context, site) is not { } write) return;
        var inputs = new HashSet<Operand>(write.Values.SelectMany(method.Values.Inputs));
        foreach (var source in method.Sites)
        {
            if (source == site || !inputs.Contains(new ResultOperand(source.Node.Id)) || KeyedAccess.Read(source) is not { } read || read.Store != write.Store) continue;
            var whole = write.Store == MeaningKind.DocumentDb && write.Values.Any(x => Whole(method.Values, x).Equals(new ResultOperand(source.Node.Id)));
            if (!whole && !(read.Key != null && write.Key != null && Same(method.Values, read.Key, write.Key, 0) && SameField(read, write)) || IsReplaced(method.Values, write, source, site)) continue;
            if (write.Values.Any(x => HasToken(context, Names.Definition(method.Values.TypeOf(Whole(method.Values, x)) ?? "")))) continue;
            context.Report(Info, site, $"{site} writes back what {source} read, and whoever wrote in between is lost: write on condition of the version, use an atomic operation, or a transaction", [new PathHop(source.ToString(), source.At), new PathHop(site.ToString(), site.At)]);
            return;
        }
    }

    /// <summary>The object that was read, seen through the envelope it came in and through queries that narrow to it.</summary>
    private static Operand Whole(Values values, Operand value)
    {
        for (var i = 0; i < 8; i++)
        {
            value = values.Origin(value);
            if (value is not ResultOperand result || values.Call(result.Call) is not { } call) return value;
            if (Names.Own(call.Callee.Id) is "Resource" or "Value" or "Document" or "op_Implicit" && (call.Receiver ?? call.Arguments.FirstOrDefault()) is { } inner) value = inner;
            else return value;
        }
        return value;
    }

    /// <summary>Between the read and the write the variable gets what someone else was asked for: a cache is filled, not updated.</summary>
    private static bool IsReplaced(Values values, KeyedAccess write, CallSite read, CallSite site)
    {
        foreach (var local in write.Values.SelectMany(values.Inputs).OfType<LocalOperand>())
        {
            var from = values.Definitions(local).ToLookup(x => values.Inputs(x).Contains(new ResultOperand(read.Node.Id)));
            if (from[true].Any() && from[false].Any(x => values.CallOf(x) is { } id && id > read.Node.Id && id < site.Node.Id)) return true;
        }
        return false;
    }

    /// <summary>Of a hash, one field is an entry of its own.</summary>
    private static bool SameField(KeyedAccess read, KeyedAccess write)
    {
        if (read.Effect.Node.Callee.Id.IndexOf(".HashGet", StringComparison.Ordinal) < 0 || read.Effect.Owner != write.Effect.Owner) return true;
        return read.Effect.Node.Arguments.Count < 2 || write.Effect.Node.Arguments.Count < 3 || Same(read.Effect.Owner.Values, read.Effect.Node.Arguments[1], write.Effect.Node.Arguments[1], 0);
    }

    /// <summary>Whether two values are the same by how they are made.</summary>
    private static bool Same(Values values, Operand a, Operand b, int depth)
    {
        (a, b) = (values.Unconverted(a), values.Unconverted(b));
        if (a.Equals(b)) return a is not (UnknownOperand or DefaultOperand);
        if (depth > 6) return false;
        bool All(IReadOnlyList<Operand> x, IReadOnlyList<Operand> y) => x.Count == y.Count && x.Zip(y, (p, q) => Same(values, p, q, depth + 1)).All(s => s);
        return (a, b) switch
        {
            (ConstOperand or ComputedOperand, ConstOperand or ComputedOperand) when values.Text(a) is { } text && !text.Contains("{}") => text == values.Text(b),
            (ComputedOperand x, ComputedOperand y) => x.Operation == y.Operation && All(x.Parts, y.Parts),
            (FieldOperand { Target: { } x } f, FieldOperand { Target: { } y } g) => f.Member == g.Member && Same(values, x, y, depth + 1),
            (ResultOperand x, ResultOperand y) when values.Call(x.Call) is { } p && values.Call(y.Call) is { } q && p.Callee == q.Callee =>
                (p.Receiver == null ? q.Receiver == null : q.Receiver != null && Same(values, p.Receiver, q.Receiver, depth + 1)) && (p.Arguments.Count > 0 || p.Receiver != null) && All(p.Arguments, q.Arguments),
            _ => false,
        };
    }

    /// <summary>A number of an entity computed from its own value, where nothing checks for a concurrent change.</summary>
    private void Entity(RuleContext context, WriteStep write, IReadOnlyList<CallSite> callers)
    {
        var (field, values) = (write.Node.Member, write.Owner.Values);
        if (field.Target is null || !Numbers.Contains(field.Type, StringComparer.Ordinal)) return;
        var self = write.Node.Kind is WriteKind.Compound or WriteKind.Increment || values.Inputs(write.Node.Value).Any(x => IsArithmetic(values, x) && values.Inputs(x).Any(i => i is FieldOperand f && f.Member == field.Member));
        var type = Names.TypeOf(field.Member.Id);
        if (!self || !IsEntity(context, type) || HasToken(context, type)) return;
        if (field.Target is ThisOperand ? callers.All(x => x.Node.Receiver == null || IsNew(x.Owner, x.Node.Receiver)) : IsNew(write.Owner, field.Target)) return;
        context.Report(Info, write, $"{Names.Short(type)}.{Names.Short(field.Member.Id)} is computed from the value read and saved over whatever came in between: add a concurrency token, or update it in the database (ExecuteUpdate)");
    }

    /// <summary>Compiled code calls the operators of decimals.</summary>
    private static bool IsArithmetic(Values values, Operand operand) => operand is ComputedOperand { Operation: "+" or "-" or "*" or "/" }
        || operand is ResultOperand result && values.Call(result.Call) is { } call && call.Callee.Id.StartsWith("M:System.Decimal.op_", StringComparison.Ordinal);

    private static bool IsNew(Method owner, Operand entity) => entity is ThisOperand || owner.Values.Origin(entity) is ResultOperand made && owner.Values.Call(made.Call) is { Kind: CallKind.New };

    private static bool IsEntity(RuleContext context, string type) => context.Graph.Types.Find(type) is not null
        && context.Graph.Units.Any(u => u.Facts.Types.Any(t => context.Graph.Types.IsA(t.Name, "Microsoft.EntityFrameworkCore.DbContext") && t.References.Any(r => r.Target.Name == type)));

    private static bool HasToken(RuleContext context, string type)
    {
        if (context.Graph.Types.Find(type) is not { } found) return false;
        if (found.Type.Fields.Any(x => x.Attributes.Any(a => Names.Short(a.Type.Name) is "TimestampAttribute" or "ConcurrencyCheckAttribute" or "DynamoDBVersionAttribute"))) return true;
        return context.Graph.Methods.Where(x => x.Facts.Body != null && x.Type.References.Any(r => r.Target.Name == type)).SelectMany(x => x.Values.Calls)
            .Any(x => Names.Display(x.Callee.Id) is var name && (name.EndsWith(".IsRowVersion", StringComparison.Ordinal) || name.EndsWith(".IsConcurrencyToken", StringComparison.Ordinal) || name.EndsWith("UseXminAsConcurrencyToken", StringComparison.Ordinal)));
    }
}
