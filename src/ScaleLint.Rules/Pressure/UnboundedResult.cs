using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>A whole table read into memory for one request.</summary>
public sealed class UnboundedResult : Rule
{
    private static readonly string[] Limits = ["Take", "TakeLast", "Chunk", "Page", "ToPagedListAsync", "Limit", "DistinctBy", "GroupBy", "Paginate"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5003", "Unbounded result set", RuleScope.Live, Level.Suggestion,
        "The answer grows with the table: time, memory and the connection it holds all grow with it.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RequestMethods)
        {
            foreach (var site in method.Meant)
            {
                if (site.Remote is not { Kind: MeaningKind.Sql or MeaningKind.DocumentDb } effect || !effect.Is("materialise") || IsLimited(context, site)) continue;
                context.ReportOnRequest(Info, site, outside => $"{site}{(outside == null ? "" : " in " + outside)} reads all that matches into memory: page it (Take), filter it by key, or stream it", repair: new Repair("page", site, null));
            }
        }
    }

    private static bool IsLimited(RuleContext context, CallSite site) => IsKeyedProcedure(site) ||
        (site.Node.Receiver == null ? site.Node.Arguments : [site.Node.Receiver, .. site.Node.Arguments]).Any(x => IsLimited(context, site.Owner, x, 0));

    /// <summary>Something the query is made of limits it: in this member, in the one that composed it, or in all that handed it in.</summary>
    private static bool IsLimited(RuleContext context, Method owner, Operand query, int depth)
    {
        var values = owner.Values;
        foreach (var input in values.Inputs(query))
        {
            if (input is ParameterOperand { Lambda: < 0 } parameter && values.TypeOf(parameter) is { } type && (type.StartsWith("System.Linq.IQueryable{", StringComparison.Ordinal) || type.StartsWith("System.Linq.Expressions.Expression{", StringComparison.Ordinal)) && depth >= 0 && IsLimitedByCallers(context, owner, parameter, depth)) return true;
            if (input is LambdaOperand lambda && FiltersByKey(owner.Facts, lambda.Lambda)) return true;
            if (values.Text(input) is { } text && text.Trim().IndexOfAny([' ', '\n']) > 0 && IsLimitedSql(text)) return true;
            if (input is not ResultOperand result || values.Call(result.Call) is not { } call) continue;
            var name = Names.Own(call.Callee.Id);
            if (Limits.Contains(name, StringComparer.Ordinal) || context.Graph.MeaningsOf(call, owner).Any(x => x.Kind == MeaningKind.Pure && x.Is("page"))) return true;
            if (name is "Eq" or "In" or "AnyEq" && call.Arguments.Any(x => IsKeyName(values, owner.Facts, x))) return true;
            if (depth is >= 0 and < 3 && context.Graph.Find(call.Callee) is { Facts.Body: not null } maker
                && maker.Body.Descendants().OfType<JumpStep>().Any(x => x.Node is { Kind: JumpKind.Return, Value: { } value } && IsLimited(context, maker, value, -1))) return true;
        }
        return false;
    }

    /// <summary>A stored procedure that is given a key: its text is not seen.</summary>
    private static bool IsKeyedProcedure(CallSite site)
    {
        var values = site.Owner.Values;
        if (site.Argument("receiver") is not { } connection || !site.Node.Arguments.Where(x => x != connection).Select(values.Text).Any(x => x is { Length: > 0 } && x.IndexOfAny([' ', '\n']) < 0)) return false;
        return site.Node.Arguments.SelectMany(values.Inputs).Any(x => values.NameOf(x) is { } name && IsKey(char.ToUpperInvariant(name[0]) + name.Substring(1)));
    }

    private static bool IsLimitedByCallers(RuleContext context, Method owner, ParameterOperand parameter, int depth)
    {
        var callers = context.Graph.CallersOf(owner).ToList();
        return depth > 3 || callers.Count == 0 || callers.All(x => parameter.Index >= x.Node.Arguments.Count || IsLimited(context, x.Owner, x.Node.Arguments[parameter.Index], depth + 1));
    }

    /// <summary>A filter by key, written with a builder: the field is named by an expression or by its name.</summary>
    private static bool IsKeyName(Values values, MethodFacts facts, Operand field) => values.Text(field) is { } name ? IsKey(name)
        : values.Origin(field) is LambdaOperand lambda && lambda.Lambda < facts.Lambdas.Count && facts.Lambdas[lambda.Lambda].Body is var body
            && (body as JumpNode ?? (body as SequenceNode)?.Steps.OfType<JumpNode>().FirstOrDefault()) is { Value: FieldOperand member } && IsKey(member);

    /// <summary>The predicate compares a key (<c>Id</c>, <c>OrderId</c>) with a value, or asks whether a list contains it.</summary>
    private static bool FiltersByKey(MethodFacts facts, int lambda) => lambda < facts.Lambdas.Count && Keys(facts.Lambdas[lambda].Body);

    private static bool Keys(Node node) => node switch
    {
        SequenceNode x => x.Steps.Any(Keys),
        JumpNode { Value: { } value } => IsKeyTest(value),
        BranchNode x => IsKeyTest(x.Condition) || x.Arms.Any(Keys),
        CallNode x => Names.Own(x.Callee.Id) switch
        {
            "Contains" => !x.Callee.Id.StartsWith("M:System.String.", StringComparison.Ordinal),
            "Equals" => x.Receiver != null && IsKey(x.Receiver),
            _ => false,
        },
        _ => false,
    };

    private static bool IsKeyTest(Operand operand) => operand switch
    {
        ComputedOperand { Operation: "==" } x => x.Parts.Any(IsKey),
        ComputedOperand x => x.Parts.Any(IsKeyTest),
        _ => false,
    };

    private static bool IsKey(Operand operand) => operand is FieldOperand field && IsKey(Names.Short(field.Member.Id));

    private static bool IsKey(string name) => name.EndsWith("Id", StringComparison.Ordinal) || name is "Key" or "Sku" or "Code" or "Email" or "Slug" or "_id" or "id";

    /// <summary>A key compared with a value, or a list of them.</summary>
    private static readonly System.Text.RegularExpressions.Regex KeyTest = new("(id|key|sku|code|email|slug)[\"\\]`]?\\s*(=|in\\b)", System.Text.RegularExpressions.RegexOptions.IgnoreCase | System.Text.RegularExpressions.RegexOptions.CultureInvariant);

    private static bool IsLimitedSql(string text)
    {
        bool Has(string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
        return new[] { "limit ", "top ", "top(", "fetch next", "fetch first", "count(", "sum(", "max(", "min(", "avg(", " any(" }.Any(Has) || KeyTest.IsMatch(text) || !Has("select");
    }
}
