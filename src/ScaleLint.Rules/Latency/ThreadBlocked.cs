using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Latency;

/// <summary>A thread that waits, on the way of a request.</summary>
public sealed class ThreadBlocked : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3004", "Thread blocked on the request path", RuleScope.Live, Level.Warning,
        "A blocked thread serves nobody; the pool adds one or two a second while requests queue.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RequestMethods)
        {
            if ((method.Facts.Flags & (MethodFlags.StaticConstructor | MethodFlags.Main)) != 0 && method.Lambda < 0) continue;
            foreach (var site in method.Meant)
            {
                if (HowItBlocks(site) is not { } how || Completed(site) || IsOwnTwin(site) || EndsProcess(site)) continue;
                context.ReportOnRequest(Info, site, outside => outside == null
                    ? $"{site} {how} while a request waits: {Advice(site)}"
                    : $"{site} in {outside} {how} while a request waits: call an asynchronous form, or move this off the request", repair: new Repair("async", site, null));
            }
        }
    }

    private static string? HowItBlocks(CallSite site)
    {
        foreach (var meaning in site.Meanings)
        {
            switch (meaning.Kind)
            {
                case MeaningKind.Block when IsWait(site): return meaning.Is("task") ? "blocks the thread until the task ends" : "blocks the thread";
                case MeaningKind.Sleep when meaning.Is("blocking"): return "puts the thread to sleep";
                case MeaningKind.All or MeaningKind.Any when meaning.Is("blocking"): return "blocks the thread until the tasks end";
                case MeaningKind.Lock when (meaning.Is("enter") || meaning.Is("try")) && meaning.Is("blocking") && IsWait(site): return "blocks the thread until the lock is free";
                case <= MeaningKind.ThirdParty when meaning.Is("blocking") && (meaning.Value("twin") != null || IsEnumeration(meaning)): return $"blocks the thread for a {Text.Kind(meaning.Kind)} call";
            }
        }
        return null;
    }

    /// <summary>A query run by a loop over it.</summary>
    private static bool IsEnumeration(Meaning meaning) => meaning.Is("queryable") && meaning.Is("stream");

    /// <summary>Waits that the table names: semaphores, handles, mutexes; taking an ordinary monitor is SCALE2004's matter, and so is a reader-writer lock, which is held for a few operations. A wait of zero does not wait.</summary>
    private static bool IsWait(CallSite site) => site.Meaning(MeaningKind.Block)?.Is("task") == true || !site.Node.Callee.Id.StartsWith("M:System.Threading.Monitor.", StringComparison.Ordinal) && !site.Node.Callee.Id.StartsWith("M:System.Threading.Lock.", StringComparison.Ordinal) && !site.Node.Callee.Id.StartsWith("M:System.Threading.ReaderWriterLock", StringComparison.Ordinal)
        && !(site.Node.Arguments.Count > 0 && site.Owner.Values.Seconds(site.Node.Arguments[0]) == 0);

    /// <summary>The task has ended already: joined by a WhenAll before, checked, a finished task, or the antecedent of a continuation.</summary>
    private static bool Completed(CallSite site)
    {
        var values = site.Owner.Values;
        var task = site.Node.Receiver ?? (site.Node.Arguments.Count > 0 ? site.Node.Arguments[0] : null);
        if (task == null) return false;
        while (values.CallOf(task) is { } id && values.Call(id) is { Receiver: { } inner } unwrap && Names.Own(unwrap.Callee.Id) is "GetAwaiter" or "ConfigureAwait" or "AsTask") task = inner;
        // The very task was awaited where it was made.
        if (values.CallOf(task) is { } made && values.Call(made) is { Await: AwaitMode.Awaited } awaited && awaited.ReturnType == site.Node.ReceiverType) return true;
        var inputs = values.Inputs(task);
        foreach (var input in inputs)
        {
            if (input is ParameterOperand { Lambda: >= 0 } parameter && site.Ancestors().OfType<CallSite>().Concat(site.Ancestors().OfType<InlineStep>().Select(x => x.Runner)).Concat(site.Ancestors().OfType<BackgroundStep>().Select(x => x.Runner))
                .Any(x => x.Node.Callee.Id.IndexOf(".ContinueWith", StringComparison.Ordinal) > 0 && x.Node.Arguments.Any(a => values.Origin(a) is LambdaOperand l && l.Lambda == parameter.Lambda))) return true;
            if (input is not ResultOperand result || values.Call(result.Call) is not { } call) continue;
            var name = Names.Display(call.Callee.Id);
            if (name is "Task.FromResult" or "Task.CompletedTask" or "Task.FromException" or "ValueTask.FromResult" || name.EndsWith(".WhenAny", StringComparison.Ordinal)) return true;
        }
        if (IsChosen(site, inputs)) return true;
        // An element of joined tasks, seen through the delegate that runs over them.
        if (inputs.OfType<ParameterOperand>().Select(x => SourceOf(site, x)).FirstOrDefault(x => x != null) is { } source) task = source;
        var origin = values.Origin(task);
        foreach (var other in site.Owner.Body.Descendants())
        {
            if (other == site) return false;
            if (other is AwaitStep wait && (wait.Node.Task.Equals(task) || values.Origin(wait.Node.Task).Equals(origin))) return true;
            if (other is not CallSite earlier) continue;
            if (earlier.Meaning(MeaningKind.All) != null && earlier.Node.Await is AwaitMode.Awaited && earlier.Node.Arguments.Any(a => Shares(values, a, task, origin))) return true;
            // By the task's own property, or by an extension that older frameworks lack it for.
            var asked = Names.Own(earlier.Node.Callee.Id);
            if ((asked.StartsWith("IsCompleted", StringComparison.Ordinal) || asked == "Status") && (earlier.Node.Receiver ?? earlier.Node.Arguments.FirstOrDefault()) is { } seen && (seen.Equals(task) || values.Origin(seen).Equals(origin))) return true;
        }
        return false;
    }

    /// <summary>if (finished == task), where finished came out of a WhenAny.</summary>
    private static bool IsChosen(CallSite site, IReadOnlyCollection<Operand> task)
    {
        var values = site.Owner.Values;
        foreach (var choice in site.Ancestors().OfType<ChoiceStep>())
        {
            var seen = values.Inputs(choice.Node.Condition);
            if (seen.Any(x => x is ResultOperand result && values.Call(result.Call) is { } call && Names.Own(call.Callee.Id) == "WhenAny") && seen.Any(task.Contains)) return true;
        }
        return false;
    }

    private static Operand? SourceOf(CallSite site, ParameterOperand parameter) => parameter.Lambda < 0 ? null
        : site.Ancestors().OfType<LoopStep>().FirstOrDefault(x => x.Runner != null && x.Runner.Node.Arguments.Any(a => site.Owner.Values.Origin(a) is LambdaOperand lambda && lambda.Lambda == parameter.Lambda))?.Source;

    private static bool Shares(Values values, Operand joined, Operand task, Operand origin)
    {
        var inputs = values.Inputs(joined);
        return inputs.Contains(task) || inputs.Contains(origin) || values.Inputs(task).Any(x => x is LocalOperand or FieldOperand && inputs.Contains(x));
    }

    /// <summary>It gives what is written a moment before the process ends: nothing is served any more.</summary>
    private static bool EndsProcess(CallSite site) => site.Owner.Sites.SkipWhile(x => x != site).Any(x => Names.Display(x.Node.Callee.Id) is "Environment.Exit" or "Environment.FailFast"
        && (x.Parent == site.Parent || site.Ancestors().Contains(x.Parent)));

    /// <summary>The asynchronous twin calls its synchronous form: advice to call itself would be no advice.</summary>
    private static bool IsOwnTwin(CallSite site)
    {
        var caller = Names.Own(site.Owner.Facts.Id);
        var callee = Names.Own(site.Node.Callee.Id);
        return site.Meanings.Any(x => x.Value("twin") is { } twin && twin == caller) || caller == callee + "Async" && site.Remote != null;
    }

    private static string Advice(CallSite site) => site.Meanings.Select(x => x.Value("twin")).FirstOrDefault(x => x != null) is { } twin ? $"await {twin} instead"
        : site.Meanings.Any(IsEnumeration) ? "await foreach over AsAsyncEnumerable instead" : site.Meaning(MeaningKind.Sleep) != null ? "await Task.Delay instead" : site.Owner.IsAsync ? "await it instead" : "make the method async and await it";
}
