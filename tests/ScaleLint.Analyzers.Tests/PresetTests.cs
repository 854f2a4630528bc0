using System.Text;
using ScaleLint.Rules;

namespace ScaleLint.Analyzers.Tests;

/// <summary>The severities behind <c>ScaleLintMode</c> are made from the rule list.</summary>
public class PresetTests
{
    // Under the SDK's own presets (-100 and up are theirs), so that whatever a user writes wins.
    private const string Head = "is_global = true\nglobal_level = -99\n\n# Made from the rule list by PresetTests; not to be edited.\n";

    private static readonly HashSet<string> Raised = ["Latency", "Failure", "Resource pressure", "Coordination", "Third parties"];

    [Theory]
    [InlineData("default")]
    [InlineData("recommended")]
    [InlineData("strict")]
    [InlineData("all")]
    [InlineData("brownfield")]
    [InlineData("none")]
    public void Presets_are_current(string mode)
    {
        var text = new StringBuilder(Head);
        if (mode == "none") text.Append("\ndotnet_diagnostic.SCALE0001.severity = none\ndotnet_diagnostic.SCALE0002.severity = none");
        foreach (var rule in RuleList.All.Select(x => x.Info).Where(x => x.Scope != RuleScope.System))
            if (Severity(mode, rule) is { } severity) text.Append("\ndotnet_diagnostic.").Append(rule.Id).Append(".severity = ").Append(severity);
        Repository.AssertCurrent($"rules/presets/scalelint.{mode}.globalconfig", text.Append('\n').ToString());
    }

    private static string? Severity(string mode, RuleInfo rule) => (mode, rule.Default) switch
    {
        ("none", _) => "none",
        ("brownfield", Level.Warning or Level.Error) => "suggestion",
        ("recommended", Level.Suggestion) when Raised.Contains(rule.Area) => "warning",
        ("strict", Level.Warning) => "error",
        ("strict", Level.Suggestion) => "warning",
        ("all", Level.Suggestion or Level.Note or Level.None) => "warning",
        _ => null,
    };
}
