using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>A start that waits for someone else.</summary>
public sealed class StartUpWaits : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE8003", "Start-up waits for a remote dependency", RuleScope.Live, Level.Suggestion,
        "New instances are needed when dependencies are slow, and then they do not come up.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var runs = new Reach(context.Graph, RunsHost);
        var started = context.Methods.Where(x => x.Lambda < 0 && (IsStart(context, x) || IsPipeline(x))).ToList();
        foreach (var method in started.Concat(BeforeRun(context, runs)))
        {
            foreach (var site in method.Sites)
            {
                if (runs.From(site)) break;
                if (!IsWaitedFor(site) || IsAside(site, runs) || site.Meaning(MeaningKind.Register) != null || !context.Graph.Remote.From(site)) continue;
                var path = context.Graph.Remote.Path(site);
                if (path.Count == 0) continue;
                context.Report(Info, site.Within(method.Body), $"The host does not start before {Text.Through(path)} has answered: do it in a background service with retries and a deadline, or as a deployment step",
                    [new PathHop(method.Display, method.At), .. RuleContext.Folded(path)]);
            }
        }
    }

    private static bool RunsHost(CallSite site) => site.Is(MeaningKind.Entry, "host-run");

    private static bool IsStart(RuleContext context, Method method) => method.Facts.Overrides.Count > 0 && Names.Own(method.Facts.Id) is "StartAsync" or "StartingAsync"
        && method.Facts.Overrides.Any(x => Names.TypeOf(x.Id) is "Microsoft.Extensions.Hosting.IHostedService" or "Microsoft.Extensions.Hosting.IHostedLifecycleService" or "Microsoft.Extensions.Hosting.BackgroundService");

    /// <summary>The member by which a <c>Startup</c> class sets up the pipeline.</summary>
    private static bool IsPipeline(Method method) => method.Facts.Parameters.Any(x => x.Type == "Microsoft.AspNetCore.Builder.IApplicationBuilder") && Names.Own(method.Facts.Id) == "Configure"
        && method.Type.Methods.Any(x => Names.Own(x.Id) == "ConfigureServices");

    /// <summary>Main, and the members on its way to the call that runs the host.</summary>
    private static IEnumerable<Method> BeforeRun(RuleContext context, Reach runs)
    {
        var found = new List<Method>(context.Methods.Where(x => x.Lambda < 0 && (x.Facts.Flags & MethodFlags.Main) != 0 && runs.From(x)));
        for (var i = 0; i < found.Count; i++)
            foreach (var target in found[i].Sites.SelectMany(x => x.Targets))
                if (runs.From(target) && context.IsJudged(target) && !found.Contains(target)) found.Add(target);
        return found;
    }

    /// <summary>A task that is only kept is not waited for, nor is what runs in one.</summary>
    private static bool IsWaitedFor(CallSite site) => !site.InBackground && IsJoined(site) && site.Ancestors().OfType<InlineStep>().All(x => IsJoined(x.Runner));

    /// <summary>It runs on a branch, or after a failure, that ends without a host, or on developers' machines only.</summary>
    private static bool IsAside(CallSite site, Reach runs)
    {
        bool Runs(Step arm) => arm.Descendants().OfType<CallSite>().Any(runs.From);
        Step inner = site;
        foreach (var step in site.Ancestors())
        {
            if (step is ChoiceStep choice && choice.Arms.Contains(inner))
            {
                if (inner.Descendants().Any(x => x is JumpStep { Node.Kind: JumpKind.Return }) || !Runs(inner) && choice.Arms.Any(Runs)) return true;
                if (inner == choice.Arms[0] && choice.Owner.Values.CallOf(choice.Node.Condition) is { } id && choice.Owner.Values.Call(id) is { } test && Names.Own(test.Callee.Id) == "IsDevelopment") return true;
            }
            // What clears up after a start that has failed delays none.
            if (step is TryStep attempt && attempt.Catches.Contains(inner) && inner.Descendants().Any(x => x is JumpStep { Node.Kind: JumpKind.Throw or JumpKind.Rethrow })) return true;
            inner = step;
        }
        return false;
    }

    private static bool IsJoined(CallSite site)
    {
        if (site.Node.Await != AwaitMode.Stored) return true;
        var (values, result) = (site.Owner.Values, new ResultOperand(site.Node.Id));
        var kept = site.Owner.Writes.Where(x => values.Origin(x.Node.Value).Equals(result)).Select(x => (Operand)x.Node.Member).Append(result).ToList();
        bool Speaks(Operand operand) => values.Inputs(operand).Any(kept.Contains);
        return site.Owner.Body.Descendants().Any(x => x is AwaitStep wait && Speaks(wait.Node.Task) || x is JumpStep { Node: { Kind: JumpKind.Return, Value: { } value } } && Speaks(value)
            || x is CallSite call && call != site && call.Meanings.Any(m => m.Kind is MeaningKind.All or MeaningKind.Block) && (call.Node.Receiver is { } on && Speaks(on) || call.Node.Arguments.Any(Speaks)));
    }
}
