using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using ScaleLint.Cli.Commands;
using ScaleLint.Cli.Reports;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Mcp;

/// <summary>What an assistant may ask of one system. Analysed at the first question, and again when told that the code has changed.</summary>
internal sealed class SystemTools(Func<Task<Analysed>> analyse)
{
    private const int Most = 50;

    private readonly SemaphoreSlim _one = new(1, 1);
    private AnalysisResult? _known;

    /// <summary>The tools, all of which only read.</summary>
    public IEnumerable<McpServerTool> All()
    {
        yield return Tool("score", "Score, margin, what breaks first, and the repairs that buy the most.", Score);
        yield return Tool("worst_chains", "Entry points whose calls wait for one another the longest, with what they wait for.", WorstChains);
        yield return Tool("findings", "Findings, the dearest first, with fingerprint and place; by rule or part of the path, if given.", Findings);
        yield return Tool("explain_finding", "A finding by its fingerprint, with its whole path, or a rule by its id: what it means, why at scale, how to repair.", Explain);
        yield return Tool("what_if", "What gives way at a multiple of today's load, or what the margin is with some of the proposed repairs made.", WhatIf);
        yield return Tool("refresh", "Reads the code again after it was changed.", Refresh);
    }

    private static McpServerTool Tool(string name, string description, Delegate answer) =>
        McpServerTool.Create(answer, new McpServerToolCreateOptions { Name = name, Description = description, ReadOnly = true, OpenWorld = false });

    private async Task<AnalysisResult> Known()
    {
        await _one.WaitAsync();
        try
        {
            return _known ??= (await analyse()).Result;
        }
        catch (UsageException e)
        {
            throw new McpException(e.Message + (e.Remedy is { } remedy ? " " + remedy : ""));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<string> Score()
    {
        var result = await Known();
        using var page = new StringWriter { NewLine = "\n" };
        TextReport.WriteSummary(new ReportContent(result), new TextPage(page, Page.Plain));
        return page.ToString();
    }

    private async Task<string> WorstChains([Description("How many.")] int count = 5)
    {
        var result = await Known();
        var worst = result.EntryPoints.Where(x => x.Chain.Count > 0).OrderByDescending(x => x.Chain.Count).ThenBy(x => x.Service, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal).Take(Math.Clamp(count, 1, Most)).ToList();
        return worst.Count == 0 ? "No entry point waits for a remote call." : string.Join("\n", worst.Select(x =>
            FormattableString.Invariant($"{x.Id} ({x.Service}, {x.File}:{x.Line}), p99 {Numbers.Milliseconds(x.P99Ms)}, availability {Numbers.Availability(x.Availability)}: {string.Join(" > ", x.Chain)}")));
    }

    private async Task<string> Findings([Description("A rule's id, such as SCALE3002.")] string? rule = null, [Description("Part of the file's path.")] string? file = null)
    {
        var found = Ranking.ByCost((await Known()).Findings.Where(x => (rule == null || x.RuleId.Equals(rule, StringComparison.OrdinalIgnoreCase)) && (file == null || x.File.Contains(file, StringComparison.OrdinalIgnoreCase))));
        return found.Count == 0 ? "No such finding." : string.Join("\n", found.Take(Most).Select(Line)) + (found.Count > Most ? $"\n... and {found.Count - Most} more" : "");
    }

    private async Task<string> Explain([Description("A fingerprint, or a rule's id.")] string id)
    {
        if (RuleList.Find(id) is { } rule) return RulePages.Text(rule.Info.Id);
        var found = (await Known()).Findings.FirstOrDefault(x => id.Length >= 6 && x.Fingerprint.StartsWith(id, StringComparison.OrdinalIgnoreCase))
            ?? throw new McpException($"'{id}' is neither a rule nor the fingerprint of a finding. Ask 'findings' for the fingerprints.");
        var path = string.Concat(found.Path.Select(x => FormattableString.Invariant($"\n  > {Symbols.Short(x.Symbol)}  {x.File}:{x.Line}")));
        return Line(found) + path + "\n\n" + (RuleList.Find(found.RuleId) is { } judged ? RulePages.Text(judged.Info.Id) : "");
    }

    private async Task<string> WhatIf(
        [Description("A multiple of today's load.")] double? load = null,
        [Description("Numbers of proposed repairs, from 1, as 'score' lists them.")] int[]? repairs = null)
    {
        var scale = (await Known()).Scale ?? throw new McpException("There is no scale model of this system: no request entry point calls anything that takes time.");
        var answer = new List<string>();
        if (load is { } at)
        {
            var passed = scale.Limits.Where(x => x.At <= at).ToList();
            answer.Add(at > scale.TargetLoad ? $"The model looks up to {Numbers.Times(scale.TargetLoad)} today's load." : passed.Count == 0 ? $"At {Numbers.Times(at)} today's load it holds." : $"At {Numbers.Times(at)} today's load, past:");
            answer.AddRange(passed.Select(x => $"  {x.Operation ?? x.Resource} at {Numbers.Times(x.At)} ({Reasons.Words(x.Reason)})"));
        }
        var set = (repairs ?? []).Aggregate(0, (all, x) => x >= 1 && x <= scale.Repairs.Count ? all | 1 << (x - 1)
            : throw new McpException(scale.Repairs.Count == 0 ? "No repair is proposed." : $"There is no repair {x}; there are 1 to {scale.Repairs.Count}."));
        if (load is null || set != 0)
            answer.Add(scale.Plans.First(x => x.Set == set) is var plan ? $"{(set == 0 ? "As it is" : "With these repairs")}: holds {Numbers.Times(plan.Margin)} today's load, score {Numbers.Factor(plan.Score)}{(plan.BreaksFirst is { } next ? $"; then {next.Resource} ({Reasons.Words(next.Reason)})" : "")}." : "");
        return string.Join("\n", answer);
    }

    private async Task<string> Refresh()
    {
        _known = null;
        return await Score();
    }

    private static string Line(FindingResult x) => FormattableString.Invariant($"{x.Fingerprint} {x.Level} {x.RuleId} {x.File}:{x.Line} {x.Message}{(x.MarginGain is > 1.0005 ? $" (repaired, the margin grows {Numbers.Factor(x.MarginGain.Value)} times)" : "")}");
}
