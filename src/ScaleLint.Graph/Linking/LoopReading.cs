using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Tells what drives each loop of a member, and which loops run their rounds at the same time.</summary>
internal static class LoopReading
{
    private static readonly string[] AttemptWords = ["attempt", "retry", "retries", "tries", "trial"];
    private static readonly string[] PageWords = ["page", "token", "cursor", "offset", "skip", "hasmore", "continuation", "marker", "next", "lastkey", "startkey", "exclusivestartkey", "istruncated"];
    private static readonly string[] BatchCalls = ["Chunk", "Batch", "Buffer", "Partition", "ToChunks", "ToBatches", "InBatchesOf", "Page", "Batches", "AsPages", "Window"];

    private static readonly string[] Arrivals = ["Accept", "AcceptAsync", "AcceptSocket", "AcceptSocketAsync", "AcceptTcpClient", "AcceptTcpClientAsync", "AcceptConnectionAsync", "AcceptInboundStreamAsync", "GetContext", "GetContextAsync",
        "WaitForConnection", "WaitForConnectionAsync", "WaitToReadAsync"];

    public static void Classify(Step body, Values values)
    {
        var steps = body.Descendants().ToList();
        var joins = steps.OfType<CallSite>().Where(x => x.Meaning(MeaningKind.All) != null).ToList();
        foreach (var loop in steps.OfType<LoopStep>())
        {
            loop.Drive = DriveOf(loop, values);
            foreach (var join in joins)
            {
                if (loop.IsParallel || !JoinedBy(loop, join, values)) continue;
                loop.IsParallel = true;
                loop.Join = join;
            }
            if (loop.IsParallel && loop.Body.Descendants().Any(x => x is ScopeStep { Kind: ScopeKind.Semaphore }
                || x is CallSite site && site.Meanings.Any(m => m.Kind == MeaningKind.Limit || (m.Kind == MeaningKind.Policy && m.Is("limiter")))))
                loop.IsBounded = true;
        }
    }

    private static bool JoinedBy(LoopStep loop, CallSite join, Values values)
    {
        var inputs = join.Node.Arguments.SelectMany(values.Inputs).ToList();
        foreach (var fill in values.Calls.Where(x => x.Receiver != null && Names.Own(x.Callee.Id) is "Add" or "AddRange" && inputs.Contains(values.Origin(x.Receiver))).ToList())
            inputs.AddRange(fill.Arguments.SelectMany(values.Inputs));
        if (loop.Runner != null)
            return inputs.Contains(new ResultOperand(loop.Runner.Node.Id)) && loop.Body.Descendants().OfType<CallSite>().Any(x => x.Node.Await is AwaitMode.Returned or AwaitMode.Awaited);
        // foreach (...) tasks.Add(Start(x)); await Task.WhenAll(tasks);
        if (loop.Descendants().Contains(join)) return false;
        return loop.Body.Descendants().OfType<CallSite>().Any(add => add.Node.Receiver is { } list && inputs.Contains(list)
            && add.Node.Arguments.Any(a => values.TypeOf(a) is { } type && type.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal)))
            || loop.Body.Descendants().OfType<CallSite>().Any(x => x.Node.Await == AwaitMode.Stored && (inputs.Contains(new ResultOperand(x.Node.Id)) || FillsArray(x, join, values)));
    }

    /// <summary>tasks[i] = Start(x): what is stored in an array element is not told apart from the array.</summary>
    private static bool FillsArray(CallSite started, CallSite join, Values values) => started.Node.ReturnType.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal)
        && join.Node.Arguments.SelectMany(values.Origins).Any(x => x is ComputedOperand { Operation: "new[]" });

    private static LoopDrive DriveOf(LoopStep loop, Values values)
    {
        if (loop.Runner != null)
        {
            loop.Bound ??= CountOf(loop.Source, values);
            return Elements(loop, values);
        }
        var node = loop.Node!;
        switch (node.Kind)
        {
            case LoopKind.ForEach:
                loop.Bound ??= CountOf(node.Source, values);
                return Elements(loop, values);
            case LoopKind.AwaitForEach:
                return IsBatched(node.Source, values) ? LoopDrive.Batches : Drains(values.Inputs(node.Source), values) ? LoopDrive.Forever : LoopDrive.Elements;
        }
        var names = NamesIn(node.Source, values).Concat(loop.Condition!.Descendants().OfType<CallSite>().Select(x => Names.Display(x.Node.Callee.Id))).ToList();
        if (IsRetry(loop, names, values)) return LoopDrive.Retry;
        if (loop.Bound is { } bound) return bound <= 3 ? LoopDrive.Constant : LoopDrive.Counted;
        if (IsForever(loop, node, values)) return PagesInside(loop, values) ? LoopDrive.Paging : LoopDrive.Forever;
        if (loop.Condition.Descendants().OfType<CallSite>().Any(IsNext)) return LoopDrive.Elements;
        if (Mentions(names, PageWords) || node.Kind is LoopKind.While or LoopKind.DoWhile && PagesInside(loop, values)) return LoopDrive.Paging;
        if (loop.Condition.Descendants().OfType<CallSite>().Any(x => Names.Own(x.Node.Callee.Id) is "Any" or "Count" or "get_Count")) return LoopDrive.Elements;
        if (node.Kind == LoopKind.For) return LoopDrive.Elements;
        return LoopDrive.Counted;
    }

    private static LoopDrive Elements(LoopStep loop, Values values) =>
        loop.Bound is <= 3 ? LoopDrive.Constant : IsBatched(loop.Source, values) ? LoopDrive.Batches : LoopDrive.Elements;

    private static int? CountOf(Operand source, Values values) => values.Origin(source) switch
    {
        ArrayOperand array => array.Elements.Count,
        ResultOperand result when values.Call(result.Call) is { Arguments.Count: 2 } call && Names.Display(call.Callee.Id) is "Enumerable.Range" or "Enumerable.Repeat" => (int?)values.Number(call.Arguments[1]),
        _ => null,
    };

    private static bool IsBatched(Operand source, Values values) => values.CallOf(source) is { } id && values.Call(id) is { } call
        && BatchCalls.Contains(Names.Own(call.Callee.Id), StringComparer.Ordinal);

    private static bool Drains(IEnumerable<Operand> inputs, Values values) => inputs.OfType<ResultOperand>().Any(x => values.Call(x.Call) is { } call
        && (Names.Own(call.Callee.Id) is "ReadAllAsync" or "GetConsumingEnumerable" or "ReceiveMessagesAsync" or "ReadMessagesAsync" or "ReceiveAsync" or "Consume"));

    private static bool IsNext(CallSite site) => Names.Own(site.Node.Callee.Id) is "MoveNext" or "MoveNextAsync" or "Read" or "ReadAsync" or "ReadLine" or "ReadLineAsync" or "NextResult" or "NextResultAsync"
        or "TryDequeue" or "TryPop" or "TryTake" or "TryRead";

    private static bool IsForever(LoopStep loop, LoopNode node, Values values)
    {
        if (node.Source is ConstOperand { Value: true } or ConstOperand { Value: null } && !loop.Condition!.Descendants().OfType<CallSite>().Any()) return true;
        return loop.Condition!.Descendants().OfType<CallSite>().Any(x => Names.Own(x.Node.Callee.Id) is "IsCancellationRequested" or "WaitForNextTickAsync" or "WaitToReadAsync" or "WaitOne" or "Wait")
            || values.Inputs(node.Source).OfType<ResultOperand>().Any(x => values.Call(x.Call) is { } call && Names.Own(call.Callee.Id) is "IsCancellationRequested" or "WaitForNextTickAsync" or "WaitToReadAsync");
    }

    /// <summary>An attempt in a try whose success leaves the loop and whose failure does not.</summary>
    private static bool IsRetry(LoopStep loop, IReadOnlyList<string> names, Values values)
    {
        var tries = loop.Body.Descendants().OfType<TryStep>().Where(x => x.Ancestors().OfType<LoopStep>().First() == loop && x.Catches.Count > 0).ToList();
        if (tries.Any(x => Leaves(x, values)) && tries.Any(x => x.Catches.Any(c => !EndsInThrow(c)))) return true;
        return Mentions(names, AttemptWords) && (tries.Count > 0 || loop.Body.Descendants().OfType<CallSite>().Any(x => x.Meaning(MeaningKind.Sleep) != null));
    }

    /// <summary>Whether success leaves the loop: after an attempt, always or as its result says. What waits for the next arrival, or goes on with a round's work unless told to stop, serves one after another.</summary>
    private static bool Leaves(TryStep attempt, Values values)
    {
        if (attempt.Body.Descendants().OfType<CallSite>().FirstOrDefault(IsAttempt) is not { } first || IsArrival(first)) return false;
        return attempt.Body.Descendants().SkipWhile(x => x != first).OfType<JumpStep>().Any(x => x.Node.Kind is JumpKind.Return or JumpKind.Break
            && x.Ancestors().TakeWhile(a => a != attempt).All(a => a is not (LoopStep or InlineStep) && (a is not ChoiceStep choice || IsOutcome(choice, attempt, values))));
    }

    /// <summary>The choice looks at what a call of the attempt returned, and what follows it, in the attempt or the round, does no more of the work.</summary>
    private static bool IsOutcome(ChoiceStep choice, TryStep attempt, Values values)
    {
        if (Followers(attempt, attempt.Ancestors().OfType<LoopStep>().First()).Any(x => x is TryStep { Catches.Count: > 0 } or CallSite { Remote: not null })) return false;
        var made = new HashSet<int>(attempt.Body.Descendants().OfType<CallSite>().Where(x => IsAttempt(x) && !IsSwap(x)).Select(x => x.Node.Id));
        var looked = values.Inputs(choice.Node.Condition);
        if (!looked.OfType<ResultOperand>().Any(x => made.Contains(x.Call))) return false;
        return !Followers(choice, attempt).Any(x => x is CallSite { Remote: not null } || x is CallSite site && IsWork(site.Node, site.Meanings.Count));
    }

    /// <summary>What runs after a step inside another one.</summary>
    private static IEnumerable<Step> Followers(Step step, Step inside) => step.Ancestors().TakeWhile(x => x != inside).Prepend(step).Where(x => x.Parent is SequenceStep)
        .SelectMany(x => ((SequenceStep)x.Parent!).Steps.SkipWhile(s => s != x).Skip(1)).SelectMany(x => x.Descendants());

    /// <summary>A call of code that is not the framework's, and reads no property. Who answers it is not known yet.</summary>
    private static bool IsWork(CallNode call, int meanings) => meanings == 0 && call.Kind is CallKind.Direct or CallKind.Virtual && !Linker.IsFramework(call.Callee.Assembly) && call.Callee.Id.IndexOf(".get_", StringComparison.Ordinal) < 0;

    /// <summary>A loop that leaves before it has called anything has been told to stop.</summary>
    private static bool IsAttempt(Step step) => step is CallSite site && Names.Own(site.Node.Callee.Id) is not ("IsCancellationRequested" or "ThrowIfCancellationRequested");

    /// <summary>It waits, with nothing but a token, for whoever comes next.</summary>
    private static bool IsArrival(CallSite site) => Arrivals.Contains(Names.Own(site.Node.Callee.Id), StringComparer.Ordinal) && site.Node.Arguments.All(x => x is DefaultOperand || site.Owner.Values.TypeOf(x) == "System.Threading.CancellationToken");

    /// <summary>A compare-and-set in memory that someone else was faster at.</summary>
    private static bool IsSwap(CallSite site) => site.Node.Callee.Id.StartsWith("M:System.Threading.Interlocked.", StringComparison.Ordinal)
        || site.Node.Callee.Id.StartsWith("M:System.Collections.Concurrent.", StringComparison.Ordinal) && Names.Own(site.Node.Callee.Id).StartsWith("Try", StringComparison.Ordinal);

    private static bool EndsInThrow(Step step) => step switch
    {
        JumpStep { Node.Kind: JumpKind.Throw or JumpKind.Rethrow or JumpKind.Return or JumpKind.Break } => true,
        SequenceStep { Steps.Count: > 0 } x => EndsInThrow(x.Steps[x.Steps.Count - 1]),
        _ => false,
    };

    /// <summary>What is fetched depends on what an earlier round fetched: a variable with a paging name is reassigned inside.</summary>
    private static bool PagesInside(LoopStep loop, Values values)
    {
        foreach (var site in loop.Body.Descendants().OfType<CallSite>())
        {
            var operands = site.Node.Receiver == null ? site.Node.Arguments : [site.Node.Receiver, .. site.Node.Arguments];
            if (operands.Any(x => x is LocalOperand && Mentions(NamesIn(x, values), PageWords) || x is ComputedOperand && Mentions(NamesIn(x, values), PageWords))) return true;
            if (site.Node.Callee.Id.IndexOf(".set_", StringComparison.Ordinal) >= 0 && Mentions([Names.Own(site.Node.Callee.Id)], PageWords)) return true;
        }
        return false;
    }

    private static IEnumerable<string> NamesIn(Operand operand, Values values)
    {
        foreach (var input in values.Inputs(operand))
        {
            if (values.NameOf(input) is { } name) yield return name;
            else if (input is ConstOperand { Value: string text }) yield return text;
            if (input is ResultOperand result && values.Call(result.Call) is { } call) yield return Names.Display(call.Callee.Id);
        }
    }

    private static bool Mentions(IEnumerable<string> names, string[] words) =>
        names.Any(name => words.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0));
}
