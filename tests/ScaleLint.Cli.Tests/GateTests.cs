namespace ScaleLint.Cli.Tests;

/// <summary>The gate over a saved result: what it lets through is a matter of findings, not of scanning.</summary>
public sealed class GateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Save(string name, params (string Rule, string Level, string File, int Line, string Fingerprint)[] findings)
    {
        var list = string.Join(",", findings.Select(x =>
            $$"""{"ruleId":"{{x.Rule}}","level":"{{x.Level}}","message":"m {{x.Fingerprint}}","file":"{{x.File}}","line":{{x.Line}},"column":1,"path":[],"fingerprint":"{{x.Fingerprint}}","marginGain":null}"""));
        folder.Write(name, $$"""
            {"schemaVersion":1,"complete":true,
             "coverage":{"projects":1,"projectsRead":1,"files":1,"lines":9,"methods":1,"calls":1,"unknown":0,"callsResolved":1,"unknownByAssembly":[]},
             "score":{"value":20,"low":10,"high":30,"margin":4,"breaksFirst":{"resource":"orders-db","at":4,"reason":"saturation"} },
             "services":[],"resources":[],"edges":[],"entryPoints":[],"metrics":{"assemblies":[],"namespaces":[],"types":[]},
             "findings":[{{list}}],"problems":[]}
            """);
        return folder.At(name);
    }

    private string Accept(string result)
    {
        var run = Tool.Run("baseline", result, "-o", folder.At("accepted.json"));
        Assert.True(run.ExitCode == 0, run.Error);
        return folder.At("accepted.json");
    }

    [Fact]
    public void Warnings_fail_and_suggestions_do_not()
    {
        Assert.Equal(1, Tool.Run("check", Save("a.json", ("SCALE3002", "warning", "A.cs", 1, "aa"))).ExitCode);
        Assert.Equal(0, Tool.Run("check", Save("b.json", ("SCALE3005", "suggestion", "A.cs", 1, "aa"))).ExitCode);
        Assert.Equal(0, Tool.Run("check", Save("c.json", ("SCALE3002", "warning", "A.cs", 1, "aa")), "--fail-on", "error").ExitCode);
    }

    [Fact]
    public void Accepted_findings_pass_after_lines_moved_and_files_were_renamed()
    {
        var baseline = Accept(Save("before.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3001", "warning", "B.cs", 3, "bb")));
        var run = Tool.Run("check", Save("after.json", ("SCALE3001", "warning", "Renamed.cs", 99, "bb"), ("SCALE3002", "warning", "A.cs", 1, "aa")), "--baseline", baseline);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("2 accepted, 0 new, 0 stale", run.Output);
    }

    [Fact]
    public void A_new_finding_fails_and_is_the_only_one_shown()
    {
        var baseline = Accept(Save("before.json", ("SCALE3002", "warning", "A.cs", 10, "aa")));
        var run = Tool.Run("check", Save("after.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3002", "warning", "New.cs", 5, "cc")), "--baseline", baseline);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("New.cs(5,1): warning SCALE3002", run.Output);
        Assert.DoesNotContain("A.cs(10", run.Output);
    }

    [Fact]
    public void Shrinkage_is_told_on_a_green_run_and_fails_only_when_asked()
    {
        var baseline = Accept(Save("before.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3001", "warning", "B.cs", 3, "bb")));
        var after = Save("after.json", ("SCALE3002", "warning", "A.cs", 10, "aa"));
        var green = Tool.Run("check", after, "--baseline", baseline);
        Assert.Equal(0, green.ExitCode);
        Assert.Contains("1 stale", green.Output);
        Assert.Contains("SCALE3001 B.cs", green.Output);
        Assert.Equal(1, Tool.Run("check", after, "--baseline", baseline, "--fail-on-stale").ExitCode);
    }

    [Fact]
    public void Pruning_takes_out_what_is_gone_and_lets_nothing_new_in()
    {
        var baseline = Accept(Save("before.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3001", "warning", "B.cs", 3, "bb")));
        var after = Save("after.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3002", "warning", "New.cs", 5, "cc"));
        Assert.Equal(0, Tool.Run("baseline", after, "-o", baseline, "--prune").ExitCode);
        var text = File.ReadAllText(baseline);
        Assert.Contains("\"aa\"", text);
        Assert.DoesNotContain("\"bb\"", text);
        Assert.DoesNotContain("\"cc\"", text);
    }

    [Fact]
    public void Score_and_margin_are_gates()
    {
        var result = Save("a.json");
        Assert.Equal(0, Tool.Run("check", result, "--min-score", "20", "--min-margin", "4").ExitCode);
        Assert.Equal(1, Tool.Run("check", result, "--min-score", "21").ExitCode);
        Assert.Equal(1, Tool.Run("check", result, "--min-margin", "4.5").ExitCode);
    }

    [Fact]
    public void A_baseline_that_is_missing_or_no_baseline_is_wrong_use()
    {
        var result = Save("a.json");
        Assert.Equal(2, Tool.Run("check", result, "--baseline", folder.At("none.json")).ExitCode);
        var run = Tool.Run("check", result, "--baseline", result);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no baseline", run.Error);
    }

    [Fact]
    public void Sarif_says_what_is_new()
    {
        var baseline = Accept(Save("before.json", ("SCALE3002", "warning", "A.cs", 10, "aa")));
        var run = Tool.Run("check", Save("after.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3002", "warning", "New.cs", 5, "cc")), "--baseline", baseline, "--format", "sarif");
        Assert.Contains("\"baselineState\": \"unchanged\"", run.Output);
        Assert.Contains("\"baselineState\": \"new\"", run.Output);
    }

    [Fact]
    public async Task Every_saved_result_holds_to_the_schema_and_a_stranger_does_not()
    {
        var text = File.ReadAllText(Save("a.json", ("SCALE3002", "warning", "A.cs", 1, "aa")));
        Assert.Empty(await PublishedSchema.Faults("result", text));
        Assert.NotEmpty(await PublishedSchema.Faults("result", text.Replace("\"complete\"", "\"compleat\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_comparison_names_what_came_and_went()
    {
        var before = Save("before.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3001", "warning", "B.cs", 3, "bb"));
        var run = Tool.Run("diff", before, Save("after.json", ("SCALE3002", "warning", "A.cs", 99, "aa"), ("SCALE5001", "warning", "New.cs", 5, "cc")));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("- warning SCALE3001 B.cs:3", run.Output);
        Assert.Contains("+ warning SCALE5001 New.cs:5", run.Output);
        Assert.DoesNotContain("A.cs", run.Output);
    }

    [Theory]
    [InlineData("<<<<<<< ours\n", "merge conflict")]
    [InlineData("=======\n", "merge conflict")]
    [InlineData(">>>>>>> theirs\n", "merge conflict")]
    public void A_conflict_that_was_left_in_the_baseline_is_named_with_its_line(string mark, string said)
    {
        var result = Save("a.json", ("SCALE3002", "warning", "A.cs", 10, "aa"));
        var baseline = Accept(result);
        File.WriteAllText(baseline, File.ReadAllText(baseline).Replace("    {", mark + "    {", StringComparison.Ordinal));
        var run = Tool.Run("check", result, "--baseline", baseline);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error);
        Assert.Contains("accepted.json(4)", run.Error);
    }

    [Fact]
    public void Both_sides_of_a_merge_kept_are_the_union()
    {
        var ours = Accept(Save("ours.json", ("SCALE3002", "warning", "A.cs", 1, "aa"), ("SCALE3001", "warning", "C.cs", 1, "cc")));
        var lines = File.ReadAllLines(ours).ToList();
        Accept(Save("theirs.json", ("SCALE3002", "warning", "A.cs", 1, "aa"), ("SCALE3004", "warning", "B.cs", 1, "bb")));
        lines.InsertRange(3, File.ReadAllLines(folder.At("accepted.json")).Where(x => x.StartsWith("    {", StringComparison.Ordinal)).Select(x => x.TrimEnd(',') + ","));
        File.WriteAllLines(folder.At("merged.json"), lines);
        var run = Tool.Run("check", Save("after.json", ("SCALE3002", "warning", "A.cs", 1, "aa"), ("SCALE3001", "warning", "C.cs", 1, "cc"), ("SCALE3004", "warning", "B.cs", 1, "bb")), "--baseline", folder.At("merged.json"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("3 accepted, 0 new, 0 stale", run.Output);
    }

    [Fact]
    public void Line_endings_and_order_of_a_baseline_do_not_matter()
    {
        var result = Save("a.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3001", "warning", "B.cs", 3, "bb"));
        var baseline = Accept(result);
        File.WriteAllText(baseline, "\uFEFF" + File.ReadAllText(baseline).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(0, Tool.Run("check", result, "--baseline", baseline).ExitCode);
        Assert.Equal(0, Tool.Run("check", Save("b.json", ("SCALE3001", "warning", "B.cs", 1, "bb"), ("SCALE3002", "warning", "A.cs", 1, "aa")), "--baseline", baseline).ExitCode);
    }

    [Fact]
    public void A_baseline_of_another_version_is_refused_by_its_version()
    {
        var result = Save("a.json");
        folder.Write("old.json", """{ "schemaVersion": 99, "findings": [] }""");
        var run = Tool.Run("check", result, "--baseline", folder.At("old.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("schemaVersion is 99", run.Error);
    }

    [Fact]
    public void A_baseline_does_not_grow_on_a_green_run()
    {
        var baseline = Accept(Save("before.json", ("SCALE3002", "warning", "A.cs", 10, "aa")));
        var before = File.ReadAllText(baseline);
        var run = Tool.Run("check", Save("after.json", ("SCALE3002", "warning", "A.cs", 10, "aa"), ("SCALE3005", "suggestion", "New.cs", 5, "cc")), "--baseline", baseline);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 accepted, 1 new, 0 stale", run.Output);
        Assert.Contains("New.cs(5,1): suggestion SCALE3005", run.Output);
        Assert.Equal(before, File.ReadAllText(baseline));
    }

    [Fact]
    public void Strictness_is_per_rule()
    {
        var result = Save("a.json", ("SCALE3002", "error", "A.cs", 1, "aa"), ("SCALE3005", "suggestion", "B.cs", 2, "bb"), ("SCALE3001", "warning", "C.cs", 3, "cc"));
        Assert.Equal(1, Tool.Run("check", result, "--fail-on", "error").ExitCode);
        var baseline = Accept(Save("accepted-only.json", ("SCALE3002", "error", "A.cs", 1, "aa")));
        Assert.Equal(0, Tool.Run("check", result, "--baseline", baseline, "--fail-on", "error").ExitCode);
        Assert.Equal(1, Tool.Run("check", result, "--baseline", baseline).ExitCode);
    }

    [Fact]
    public void Of_a_strict_rule_nothing_passes_accepted_or_not()
    {
        var result = Save("a.json", ("SCALE3005", "suggestion", "A.cs", 1, "aa"), ("SCALE3002", "warning", "B.cs", 1, "bb"));
        var baseline = folder.At("strict.json");
        Tool.Run("baseline", result, "-o", baseline);

        Assert.Equal(0, Tool.Run("check", result, "--baseline", baseline, "--strict", "SCALE4001").ExitCode);
        var run = Tool.Run("check", result, "--baseline", baseline, "--strict", "SCALE3005");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("A.cs(1,1): suggestion SCALE3005", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 finding of SCALE3005, of which none passes.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("B.cs", run.Output, StringComparison.Ordinal);

        var unknown = Tool.Run("check", result, "--strict", "SCALE300");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("there is no rule 'SCALE300'", unknown.Error, StringComparison.Ordinal);
    }
}
