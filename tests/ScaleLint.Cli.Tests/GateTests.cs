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
    [InlineData("markdown", "<script>")]
    [InlineData("github", "\n::error::")]
    [InlineData("dot", "\" ]; evil")]
    [InlineData("text", "\u001b[31m")]
    [InlineData("html", "</script><script>alert(1)")]
    public void Hostile_names_stay_text(string format, string hostile)
    {
        var name = System.Text.Json.JsonEncodedText.Encode(hostile).ToString();
        var result = Save("a.json", ("SCALE3002", "warning", "A" + name + ".cs", 1, "aa"));
        var run = Tool.Run("report", result, "--format", format);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(hostile, run.Output);
    }
}
