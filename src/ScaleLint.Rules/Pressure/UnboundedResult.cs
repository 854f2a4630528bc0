using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>A whole table read into memory for one request.</summary>
public sealed class UnboundedResult : Rule
{
    private static readonly string[] Limits = ["Take", "TakeLast", "Find", "FindAsync", "Chunk", "Page", "ToPagedListAsync", "Limit", "DistinctBy", "GroupBy", "Paginate"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5003", "Unbounded result set", RuleScope.Live, Level.Suggestion,
        "The answer grows with the table: time, memory and the connection it holds all grow with it.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                if (site.InBackground || site.Remote is not { Kind: MeaningKind.Sql or MeaningKind.DocumentDb } effect || !effect.Is("materialise") || IsLimited(site)) continue;
                context.Report(Info, site, $"{site} reads all that matches into memory: page it (Take), filter it by key, or stream it",
                    [.. context.RequestPath(method), new PathHop(site.ToString(), site.At)], new Repair("page", site, null));
            }
        }
    }

    private static bool IsLimited(CallSite site)
    {
        var values = site.Owner.Values;
        var operands = site.Node.Receiver == null ? site.Node.Arguments : [site.Node.Receiver, .. site.Node.Arguments];
        foreach (var input in operands.SelectMany(values.Inputs))
        {
            if (input is ParameterOperand parameter && values.TypeOf(parameter) is { } type && type.IndexOf("IQueryable", StringComparison.Ordinal) >= 0) return true;
            if (input is LambdaOperand lambda && FiltersByKey(site.Owner.Facts, lambda.Lambda)) return true;
            if (values.Text(input) is { } text && text.IndexOf(' ') > 0 && IsLimitedSql(text)) return true;
            if (input is not ResultOperand result || values.Call(result.Call) is not { } call) continue;
            if (Limits.Contains(Names.Own(call.Callee.Id), StringComparer.Ordinal)) return true;
        }
        return site.Node.Arguments.Any(x => values.Origin(x) is LambdaOperand lambda && FiltersByKey(site.Owner.Facts, lambda.Lambda));
    }

    /// <summary>The predicate compares a key (<c>Id</c>, <c>OrderId</c>) with a value, or asks whether a list contains it.</summary>
    private static bool FiltersByKey(MethodFacts facts, int lambda) => lambda < facts.Lambdas.Count && Keys(facts.Lambdas[lambda].Body);

    private static bool Keys(Node node) => node switch
    {
        SequenceNode x => x.Steps.Any(Keys),
        JumpNode { Value: { } value } => IsKeyTest(value),
        BranchNode x => IsKeyTest(x.Condition) || x.Arms.Any(Keys),
        CallNode x => Names.Display(x.Callee.Id).EndsWith(".Contains", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsKeyTest(Operand operand) => operand switch
    {
        ComputedOperand { Operation: "==" } x => x.Parts.Any(IsKey),
        ComputedOperand x => x.Parts.Any(IsKeyTest),
        _ => false,
    };

    private static bool IsKey(Operand operand) => operand is FieldOperand field && (Names.Short(field.Member.Id).EndsWith("Id", StringComparison.Ordinal) || Names.Short(field.Member.Id) is "Key" or "Sku" or "Code" or "Email" or "Slug");

    private static bool IsLimitedSql(string text)
    {
        bool Has(string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
        return Has("limit ") || Has("top ") || Has("top(") || Has("fetch next") || Has("fetch first") || Has("count(") || Has("sum(") || Has("max(") || Has("id = ") || Has("id=") || Has("key = ") || Has(" any(") || Has("id in") || !Has("select");
    }
}
