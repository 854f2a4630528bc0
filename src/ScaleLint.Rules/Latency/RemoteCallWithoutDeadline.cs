using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Latency;

/// <summary>A remote call that nothing ends in time, or that ignores the token at hand.</summary>
public sealed class RemoteCallWithoutDeadline : Rule
{
    private static readonly string[] Contexts = ["Microsoft.AspNetCore.Http.HttpContext", "Grpc.Core.ServerCallContext", "MassTransit.ConsumeContext", "Microsoft.AspNetCore.SignalR.HubCallerContext"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3005", "Remote call without a deadline", RuleScope.Live, Level.Suggestion,
        "A slow dependency holds every caller as long as it likes; bare client defaults are 30 to 100 seconds or none.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Meant)
            {
                if (site.Remote is not { } effect || effect.Is("control") || effect.Kind == MeaningKind.QueueConsume || site.Node.Token == TokenUse.None) continue;
                if (site.Node.Token is TokenUse.Omitted or TokenUse.OverloadAvailable && TokenAtHand(context, site) is { } token)
                    Report(context, site, $"{site} ignores the cancellation token at hand ({token}): pass it on");
                else if (!FillsItself(effect) && context.Graph.FromAnyEntry.Contains(method) && !context.Graph.Deadlines.Of(site).IsSet)
                    Report(context, site, $"{site} waits for {Text.Target(context, site)} without a deadline: set a timeout on the client or policy, or pass a token that is cancelled in time");
            }
        }
    }

    /// <summary>A cache that runs a factory on a miss waits for the factory, whose own calls are judged.</summary>
    private static bool FillsItself(Meaning effect) => effect.Kind == MeaningKind.Cache && effect.Value("factory") != null;

    private void Report(RuleContext context, CallSite site, string message) =>
        context.Report(Info, site, message, [.. context.RequestPath(site.Owner), new PathHop(site.ToString(), site.At)], new Repair("timeout", site, null));

    /// <summary>A token that the member could pass: parameter, local, field or property, or one of a parameter's context.</summary>
    private static string? TokenAtHand(RuleContext context, CallSite site)
    {
        const string type = "System.Threading.CancellationToken";
        foreach (var parameter in Parameters(site))
        {
            if (parameter.Type == type) return parameter.Name;
            var definition = Names.Definition(parameter.Type);
            foreach (var name in Contexts)
                if (definition == name || definition.StartsWith(name + "`", StringComparison.Ordinal)) return parameter.Name;
        }
        foreach (var local in site.Owner.Facts.Locals)
            if ((local.Type == type || local.Type == "System.Threading.CancellationTokenSource") && IsInScope(site, local)) return local.Name;
        foreach (var field in site.Owner.Type.Fields)
            if (field.Type == type && ((site.Owner.Facts.Flags & MethodFlags.Static) == 0 || (field.Flags & FieldFlags.Static) != 0)) return Names.Short(field.Id);
        return context.Graph.Types.IsA(site.Owner.Type.Name, "Microsoft.AspNetCore.Mvc.ControllerBase") ? "HttpContext.RequestAborted" : null;
    }

    /// <summary>Made before the call, in the same delegate or one around it.</summary>
    private static bool IsInScope(CallSite site, LocalFacts local)
    {
        var around = new HashSet<Step>(site.Ancestors());
        foreach (var earlier in site.Owner.Sites.TakeWhile(x => x != site))
            if (local.Definitions.Any(x => site.Owner.Values.CallOf(x) == earlier.Node.Id) && earlier.Ancestors().All(x => x is not (InlineStep or BackgroundStep or LoopStep { Runner: not null }) || around.Contains(x))) return true;
        return false;
    }

    private static IEnumerable<ParameterFacts> Parameters(CallSite site)
    {
        var lambdas = new HashSet<int>();
        foreach (var runner in site.Ancestors().OfType<CallSite>())
            foreach (var argument in runner.Node.Arguments)
                if (site.Owner.Values.Origin(argument) is LambdaOperand lambda) lambdas.Add(lambda.Lambda);
        if (site.Owner.Lambda >= 0) lambdas.Add(site.Owner.Lambda);
        var inner = lambdas.Where(x => x < site.Owner.Facts.Lambdas.Count).SelectMany(x => site.Owner.Facts.Lambdas[x].Parameters);
        return (site.Owner.Facts.Flags & MethodFlags.Main) != 0 ? inner : inner.Concat(site.Owner.Facts.Parameters);
    }
}
