using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>An operation that must not happen twice, repeated.</summary>
public sealed class UnsafeRetry : Rule
{
    private static readonly string[] KeyWords = ["idempot", "dedup", "MessageId", "Message-Id", "TransactionId", "Transaction-Id", "RequestId", "Request-Id", "ClientToken", "ClientRequestToken"];
    private static readonly string[] Guards = ["on conflict", "on duplicate", "merge", "exists", "insert ignore", "insert or ignore", "insert or replace"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE4003", "Retry of an operation that is not idempotent", RuleScope.Live, Level.Warning,
        "A timeout says nothing about whether it happened: at scale some orders are placed, paid or sent twice every day.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var unsafeCalls = new Reach(context.Graph, IsUnsafe);
        foreach (var method in context.RemoteMethods)
        {
            foreach (var site in method.Sites)
            {
                if (IsUnsafe(site) && RetriedByClient(context, site)) Report(context, site, [site]);
                else if (RetriedHere(context, site) && unsafeCalls.From(site) && unsafeCalls.Path(site) is { Count: > 0 } path) Report(context, site, path);
            }
        }
    }

    private void Report(RuleContext context, CallSite site, IReadOnlyList<CallSite> path)
    {
        if (path.Any(x => HasKey(x.Owner))) return;
        context.Report(Info, site, $"{Text.Through(path)} changes {Text.Target(context, path)} and is retried: send an idempotency key, or do not retry it",
            [.. context.RequestPath(site.Owner), .. RuleContext.Folded(path)], new Repair("remove-retry", site, null));
    }

    private static bool IsUnsafe(CallSite site)
    {
        if (site.Remote is not { } effect || effect.Is("control") || effect.Is("idempotent") || effect.Is("read")) return false;
        return effect.Kind switch
        {
            MeaningKind.Http => Verb(site, effect) is "POST" or "PATCH",
            MeaningKind.QueuePublish or MeaningKind.Email => true,
            MeaningKind.ThirdParty => effect.Is("write"),
            MeaningKind.Sql => effect.Is("write") && Sql(site) is { } text && Inserts(text),
            MeaningKind.DocumentDb => Names.Own(site.Node.Callee.Id).StartsWith("Insert", StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>An insert that adds a row each time it runs.</summary>
    private static bool Inserts(string sql)
    {
        bool Has(string words) => sql.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;
        return Has("insert") && !Guards.Any(Has);
    }

    private static string? Verb(CallSite site, Meaning effect)
    {
        if (effect.Value("verb") is { } verb && !verb.StartsWith("arg", StringComparison.Ordinal)) return verb;
        return site.Node.Arguments.SelectMany(site.Owner.Values.Inputs).OfType<ResultOperand>().Select(x => site.Owner.Values.Call(x.Call)?.Callee.Id)
            .Select(x => x == "M:System.Net.Http.HttpMethod.get_Post" ? "POST" : x == "M:System.Net.Http.HttpMethod.get_Patch" ? "PATCH" : null).FirstOrDefault(x => x != null);
    }

    private static string? Sql(CallSite site) => site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null && x.IndexOf(' ') > 0)
        ?? site.Owner.Values.Calls.Select(x => x.Callee.Id.IndexOf("Command", StringComparison.Ordinal) > 0 ? x.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(t => t != null && t.IndexOf(' ') > 0) : null).FirstOrDefault(x => x != null);

    private static bool RetriedByClient(RuleContext context, CallSite site)
    {
        if (site.Remote!.Kind is not (MeaningKind.Http or MeaningKind.ThirdParty or MeaningKind.Grpc)) return RetriedHere(context, site);
        var policies = context.Graph.Clients.Of(site).Policies;
        if (RetryLayers.UnsafeDisabled(context.Graph, policies)) return RetriedHere(context, site);
        return policies.Any(x => x.Meaning.Is("standard") || x.Meaning.Is("retry") && !x.Meaning.Is("option")) || RetriedHere(context, site);
    }

    private static bool RetriedHere(RuleContext context, CallSite site)
    {
        foreach (var step in site.Ancestors())
        {
            if (step is LoopStep { Drive: LoopDrive.Retry } loop && loop.Body.Descendants().OfType<TryStep>().Any(x => x.Body.Descendants().Contains(site))) return true;
            if (step is InlineStep { Meaning.Kind: MeaningKind.Execute } inline && context.Graph.Pipelines.Of(inline.Runner).Any(x => x.Meaning.Is("retry") || x.Meaning.Is("standard"))) return true;
        }
        return false;
    }

    /// <summary>An idempotency key, message id or de-duplication in sight.</summary>
    private static bool HasKey(Method method)
    {
        bool Says(string? text) => text != null && KeyWords.Any(x => text.IndexOf(x, StringComparison.OrdinalIgnoreCase) >= 0);
        return method.Values.Calls.Any(x => Says(x.Callee.Id.IndexOf(".set_", StringComparison.Ordinal) > 0 ? Names.Display(x.Callee.Id) : null) || Says(Names.Display(x.Callee.Id).IndexOf("dempot", StringComparison.Ordinal) > 0 ? "idempot" : null) || x.Arguments.Any(a => Says(method.Values.Text(a))))
            || method.Facts.Parameters.Any(x => Says(x.Name));
    }
}
