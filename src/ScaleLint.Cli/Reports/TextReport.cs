using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>One page for a terminal: the verdict first, then what it rests on, dearest finding first.</summary>
internal sealed class TextReport : IReportFormat
{
    private const int EntryPointsShown = 15;
    private const int ChainsShown = 5;
    private const int ChokepointsShown = 8;
    private const int LooseEndsShown = 10;
    private const int FindingsShown = 100;
    private const int PathsShown = 10;
    private const int EdgesShown = 6;

    public string Name => "text";

    public IReadOnlyList<string> Extensions => ["txt"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        var text = new TextPage(output, page);
        var result = content.Result;
        WriteSummary(content, text);
        EntryPoints(text, result);
        Chains(text, result);
        Chokepoints(text, result);
        Wiring(text, result);
        Findings(text, content);
        Problems(text, result);
    }

    /// <summary>The verdict, what it rests on, and what to repair first.</summary>
    public static void WriteSummary(ReportContent content, TextPage text)
    {
        Verdict(text, content.Result);
        Read(text, content.Result);
        Known(text, content.Result);
        Found(text, content);
        Repairs(text, content.Result);
    }

    private static void Verdict(TextPage text, AnalysisResult result)
    {
        if (result.Score is not { } score)
        {
            text.Title("ScaleLint");
            return;
        }
        text.Title(FormattableString.Invariant($"ScaleLint   score {score.Value:0.#} of 100   (between {score.Low:0.#} and {score.High:0.#})"));
        text.Line(score.BreaksFirst is { } first
            ? FormattableString.Invariant($"Holds {Numbers.Times(score.Margin)} today's load. First to give way: {first.Resource}, at {Numbers.Times(first.At)} ({Reasons.Words(first.Reason)}).")
            : FormattableString.Invariant($"Holds {Numbers.Times(score.Margin)} today's load; nothing known gives way below that."));
    }

    private static void Read(TextPage text, AnalysisResult result)
    {
        var c = result.Coverage;
        text.Field("Read", FormattableString.Invariant($"{Numbers.Of(c.ProjectsRead, c.Projects)} projects, {c.Files:N0} files, {c.Lines:N0} lines; {Numbers.Share(c.CallsResolved)} of {c.Calls:N0} calls resolved"));
        if (c.UnknownByAssembly.Count > 0)
            text.Field("Not read", string.Join(", ", c.UnknownByAssembly.Take(4).Select(x => FormattableString.Invariant($"{x.Name} ({Numbers.Count(x.Count, "call")})"))) + (c.UnknownByAssembly.Count > 4 ? $" and {c.UnknownByAssembly.Count - 4} more" : ""));
        if (result.Services.Count > 0)
            text.Field("System", $"{Numbers.Count(result.Services.Count, "service")}, {Numbers.Count(result.Resources.Count, "resource")}, {Numbers.Count(result.Edges.Count, "edge")}, {Numbers.Count(result.EntryPoints.Count, "entry point")}");
    }

    private static void Known(TextPage text, AnalysisResult result)
    {
        if (result.Score?.Inputs is { } inputs)
            text.Field("Rests on", $"numbers that are {Numbers.Share(inputs.Assumed)} assumed, {Numbers.Share(inputs.Declared)} declared, {Numbers.Share(inputs.Measured)} measured");
        if (result.Calibration is not { } traces) return;
        text.Field("Traces", $"{Numbers.Count(traces.Spans, "span")} in {Numbers.Plain(traces.WindowSeconds)} s; code and traces agree on {traces.EdgesInBoth.Count} of {traces.EdgesInBoth.Count + traces.EdgesOnlyInCode.Count + traces.EdgesOnlyInTraces.Count} edges");
        Some("only in code", traces.EdgesOnlyInCode.Select(x => $"{x.From} > {x.To} ({x.Kind})"));
        Some("only in traces", traces.EdgesOnlyInTraces.Select(x => $"{x.From} > {x.To} ({x.Kind})"));
        Some("no code for", traces.EntryPointsOnlyInTraces.Select(x => $"{x.Service} {x.Id}"));

        void Some(string what, IEnumerable<string> names)
        {
            var all = names.ToList();
            if (all.Count > 0) text.Field("", $"{what}: {string.Join(", ", all.Take(EdgesShown))}{(all.Count > EdgesShown ? $" and {all.Count - EdgesShown} more" : "")}");
        }
    }

    private static void Found(TextPage text, ReportContent content)
    {
        var findings = content.Result.Findings;
        var levels = findings.GroupBy(x => x.Level, StringComparer.Ordinal).OrderBy(x => Ranking.Severity(x.Key)).Select(x => Numbers.Count(x.Count(), x.Key));
        text.Field("Found", findings.Count == 0 ? "nothing" : $"{string.Join(", ", levels)} in {Numbers.Count(findings.Select(x => x.File).Distinct().Count(), "file")}");
        if (content.Baseline is { } baseline) text.Field("Baseline", $"{findings.Count(x => baseline.Contains(x.Fingerprint))} of these are accepted");
        if (!content.Result.Complete) text.Field("Incomplete", "what is listed under Problems was not seen and is not clean");
    }

    private static void Repairs(TextPage text, AnalysisResult result)
    {
        if (result.Scale is not { Repairs.Count: > 0 } scale || result.Score is not { } score) return;
        text.Heading("What to repair first");
        for (var i = 0; i < scale.Repairs.Count; i++)
        {
            var repair = scale.Repairs[i];
            var plan = scale.Plans[1 << i];
            var finding = result.Findings.FirstOrDefault(x => repair.Findings.Contains(x.Fingerprint));
            var gain = repair.Gain > 1.0005
                ? $"holds {Numbers.Times(plan.Margin)} today's load instead of {Numbers.Factor(score.Margin)}"
                : string.Join("; ", repair.Moves.Take(2).Select(x => $"{x.Limit} {(x.To is { } to ? "at " + Numbers.Times(to) : "never")} instead of at {Numbers.Factor(x.From)}"));
            text.Item(FormattableString.Invariant($"{i + 1}. {repair.Title}"), gain + (finding is null ? "" : $"  [{finding.RuleId} {Place(finding.File, finding.Line)}]"));
        }
        if (scale.Repairs.Count > 1 && scale.Plans[^1] is var all)
            text.Line($"  All {scale.Repairs.Count}: score {Numbers.Factor(all.Score)}, holds {Numbers.Times(all.Margin)} today's load{(all.BreaksFirst is { } next ? $"; then {next.Resource} ({Reasons.Words(next.Reason)})" : "")}.");
    }

    private static void EntryPoints(TextPage text, AnalysisResult result)
    {
        if (result.EntryPoints.Count == 0) return;
        text.Heading(result.EntryPoints.Count > EntryPointsShown ? $"Entry points ({EntryPointsShown} of {result.EntryPoints.Count})" : $"Entry points ({result.EntryPoints.Count})");
        var shown = result.EntryPoints.OrderByDescending(x => x.Chain.Count).ThenBy(x => x.Service, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal).Take(EntryPointsShown);
        text.Table(
            [new("entry point"), new("service"), new("calls", true), new("p99", true), new("availability", true), new("unread", true), new("at")],
            shown.Select(x => new[] { x.Id, x.Service, Numbers.Plain(x.Chain.Count), Numbers.Milliseconds(x.P99Ms), Numbers.Availability(x.Availability), x.Unread is { } unread ? Numbers.Share(unread) : "-", Place(x.File, x.Line) }));
    }

    private static void Chains(TextPage text, AnalysisResult result)
    {
        var longest = result.EntryPoints.Where(x => x.Chain.Count > 1).OrderByDescending(x => x.Chain.Count).ThenBy(x => x.Id, StringComparer.Ordinal).Take(ChainsShown).ToList();
        if (longest.Count == 0) return;
        text.Heading("Worst chains: calls that wait for one another");
        foreach (var entry in longest) text.Item($"{entry.Id} ({entry.Service})", string.Join(" > ", entry.Chain));
    }

    private static void Chokepoints(TextPage text, AnalysisResult result)
    {
        var ranked = result.Resources.Where(x => x.SaturatesAt is not null || x.BlastRadius > 0)
            .OrderBy(x => x.SaturatesAt ?? double.MaxValue).ThenByDescending(x => x.BlastRadius ?? 0).ThenBy(x => x.Id, StringComparer.Ordinal).Take(ChokepointsShown).ToList();
        if (ranked.Count == 0) return;
        text.Heading("Chokepoints");
        text.Table(
            [new("resource"), new("kind"), new("slots", true), new("full at load", true), new("traffic lost when down", true)],
            ranked.Select(x => new[] { x.Id, x.Kind, Numbers.Plain(x.Slots), x.SaturatesAt is { } at ? Numbers.Times(at) : "-", x.BlastRadius is { } radius ? Numbers.Share(radius) : "-" }));
    }

    private static void Wiring(TextPage text, AnalysisResult result)
    {
        Ends("Messages", result.Messages.Select(x => ($"{x.From} -> {x.To ?? "nobody that was read"} ({x.Name}, {x.Resource})", x.Evidence.Count > 0 ? Place(x.Evidence[0].File, x.Evidence[0].Line) : "")).ToList());
        Ends("Declared and never used", result.UnusedEdges.Select(x => ($"{x.From} -> {x.To}", Place(x.File, x.Line))).ToList());
        Ends("Used and never declared", result.UndeclaredEdges.Select(x => ($"{x.From} -> {x.To}{(x.Kind is null ? "" : $" ({x.Kind})")}", Place(x.File, x.Line))).ToList());
        Ends("Calls whose target could not be told", result.Unresolved.Select(x => ($"{x.Service}: {x.Call} ({x.Kind}{(x.Address is null ? "" : ", " + x.Address)})", Place(x.File, x.Line))).ToList());

        void Ends(string heading, List<(string What, string At)> ends)
        {
            if (ends.Count == 0) return;
            text.Heading($"{heading} ({ends.Count})");
            foreach (var (what, at) in ends.Take(LooseEndsShown)) text.Item(what, at);
            if (ends.Count > LooseEndsShown) text.Line($"... and {ends.Count - LooseEndsShown} more; --format json has all of them.");
        }
    }

    private static void Findings(TextPage text, ReportContent content)
    {
        var ranked = Ranking.ByCost(content.Result.Findings);
        if (ranked.Count == 0) return;
        text.Heading(ranked.Any(x => x.MarginGain > 1) ? "Findings, the dearest first" : "Findings");
        for (var i = 0; i < Math.Min(ranked.Count, FindingsShown); i++)
        {
            var finding = ranked[i];
            var gain = finding.MarginGain is > 1.0005 ? $"   repair: margin x {Numbers.Factor(finding.MarginGain.Value)}" : "";
            var accepted = content.Baseline?.Contains(finding.Fingerprint) == true ? "   (baseline)" : "";
            text.Finding(finding.Level, finding.RuleId, Place(finding.File, finding.Line), gain + accepted, finding.Message);
            if (i < PathsShown && finding.Path.Count > 1) text.Path(finding.Path.Select(x => (Symbols.Short(x.Symbol), x.File.Length > 0 ? Place(x.File, x.Line) : "")));
        }
        if (ranked.Count > FindingsShown) text.Line($"... and {ranked.Count - FindingsShown} more; --format json has all of them.");
    }

    private static void Problems(TextPage text, AnalysisResult result)
    {
        if (result.Problems.Count == 0) return;
        text.Heading("Problems: the analysis is incomplete");
        foreach (var problem in result.Problems) text.Item(problem.Code + (problem.File.Length > 0 ? "  " + Place(problem.File, problem.Line) : ""), problem.Message);
    }

    private static string Place(string file, int line) => line > 0 ? FormattableString.Invariant($"{file}:{line}") : file;
}
