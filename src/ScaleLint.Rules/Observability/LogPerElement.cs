using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>A log line per element.</summary>
public sealed class LogPerElement : Rule
{
    private const int Information = 2;
    private const int Warning = 3;
    private const int Deepest = 3;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9001", "Log per element", RuleScope.Live, Level.Suggestion,
        "The log grows as requests times elements: it costs more than the work, and hides what matters.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                if (site.Ancestors().OfType<LoopStep>().FirstOrDefault() is not { Drive: LoopDrive.Elements } loop || Line(context, site, loop.Body, 0) is not { } path || IsAside(loop, LevelOf(context, path[path.Count - 1], path[path.Count - 1].Meaning(MeaningKind.Log)!) >= Warning)) continue;
                context.Report(Info, site.Within(loop.Body), $"{Text.Through(path)} writes a line per element of a request: log once after the loop, with the count", path.Count == 1 ? null : [.. context.RequestPath(method), .. RuleContext.Folded(path)]);
            }
        }
    }

    /// <summary>The calls from this one to a line that is always written where it comes by, this one first; null when there is none.</summary>
    private static IReadOnlyList<CallSite>? Line(RuleContext context, CallSite site, Step within, int depth)
    {
        var level = site.Meaning(MeaningKind.Log) is { } log ? LevelOf(context, site, log) : null;
        if (level < Information || IsConditional(site, within, level >= Warning)) return null;
        if (level != null) return [site];
        if (depth == Deepest || site.Targets.Count != 1 || site.Targets[0].Facts.Body == null) return null;
        foreach (var inner in site.Targets[0].Sites)
            if (Line(context, inner, site.Targets[0].Body, depth + 1) is { } rest) return [site, .. rest];
        return null;
    }

    /// <summary>It runs in a branch or catch; what warns is in a branch, too, where the good case has left before.</summary>
    private static bool IsConditional(CallSite site, Step within, bool warns)
    {
        if (site == within) return false;
        Step inner = site;
        foreach (var step in site.Ancestors())
        {
            if (step is ChoiceStep || step is TryStep attempt && attempt.Catches.Contains(inner)) return true;
            if (warns && step is SequenceStep sequence && sequence.Steps.TakeWhile(x => x != inner).OfType<ChoiceStep>().Any(x => x.Arms.Any(a => a.Descendants().Any(d => d is JumpStep { Node.Kind: JumpKind.Return or JumpKind.Continue })))) return true;
            if (step == within) return false;
            inner = step;
        }
        return false;
    }

    /// <summary>The loop runs only where details are asked for; or it tells what is wrong, on a branch that leaves with it.</summary>
    private static bool IsAside(LoopStep loop, bool warns)
    {
        Step inner = loop;
        foreach (var step in loop.Ancestors())
        {
            if (step is ChoiceStep choice && choice.Arms.Contains(inner) && (AsksForDetails(choice) || warns && inner.Descendants().Any(x => x is JumpStep { Node.Kind: JumpKind.Return or JumpKind.Throw } && !loop.Descendants().Contains(x)))) return true;
            inner = step;
        }
        return false;
    }

    private static bool AsksForDetails(ChoiceStep choice) => choice.Owner.Values.Inputs(choice.Node.Condition).OfType<ResultOperand>().Any(x => choice.Owner.Values.Call(x.Call) is { } call
        && Names.Own(call.Callee.Id) == "IsEnabled" && call.Arguments.Any(a => choice.Owner.Values.Number(a) is < Information));

    private static int? LevelOf(RuleContext context, CallSite site, Meaning log)
    {
        string[] names = ["trace", "debug", "information", "warning", "error", "critical"];
        for (var i = 0; i < names.Length; i++) if (log.Is(names[i])) return i;
        if (log.Is("attribute"))
        {
            // The level is an argument of the attribute, in a place that differs by constructor.
            var attribute = context.Graph.Find(site.Node.Callee)?.Facts.Attributes.FirstOrDefault(x => log.Pattern.EndsWith(x.Type.Name, StringComparison.Ordinal));
            var named = attribute?.Named.FirstOrDefault(x => x.Name == "Level")?.Value;
            return (named ?? (attribute?.Arguments.Count == 3 ? attribute.Arguments[1] : attribute?.Arguments.FirstOrDefault())) is ConstOperand { Value: long level } ? (int)level : null;
        }
        return log.Value("level") is { } reference && site.Owner.Values.Number(site.Argument(reference)) is { } number ? (int)number : null;
    }
}
