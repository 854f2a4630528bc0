using Microsoft.CodeAnalysis;
using ScaleLint.Rules;

namespace ScaleLint.Analyzers.Tests;

/// <summary><c>src/ScaleLint.Rules/Shipped.txt</c> is append-only: an id, once there, keeps its meaning.</summary>
public class LedgerTests
{
    private const string Ledger = "src/ScaleLint.Rules/Shipped.txt";

    private static string[] Lines => File.ReadAllLines(Path.Combine(Repository.Root, Ledger)).Where(x => x.Length > 0 && x[0] != '#').ToArray();

    private static IEnumerable<string> Present => RuleList.All.Select(x => x.Info).Select(x => $"{x.Id} | {x.Since} | {x.Title}")
        .Concat(new[] { Descriptors.Trouble, Descriptors.FaultyInput }.Select(x => $"{x.Id} | 0.1.0 | {x.Title}"));

    [Fact]
    public void Every_rule_is_entered_with_its_title_and_first_version()
    {
        var missing = Present.Except(Lines).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0 && Environment.GetEnvironmentVariable("SCALELINT_UPDATE") == "1")
        {
            var taken = Lines.Select(x => x[..9]).ToHashSet();
            File.AppendAllLines(Path.Combine(Repository.Root, Ledger), missing.Where(x => !taken.Contains(x[..9])));
            missing.RemoveAll(x => !taken.Contains(x[..9]));
        }
        Assert.Empty(missing);
    }

    [Fact]
    public void No_id_is_entered_twice_and_none_disappears_but_as_a_hole()
    {
        Assert.Equal(Lines.Length, Lines.Select(x => x[..9]).Distinct().Count());
        Assert.Empty(Lines.Where(x => !x.Contains("| dropped |")).Except(Present));
    }

    [Fact]
    public void The_compiler_is_told_of_all_rules_that_a_compilation_can_answer_for()
    {
        foreach (var rule in RuleList.All.Select(x => x.Info))
        {
            var descriptor = Descriptors.Find(rule.Id);
            Assert.Equal(rule.Scope != RuleScope.System, descriptor != null);
            if (descriptor == null) continue;
            Assert.Equal(rule.Title, descriptor.Title.ToString());
            Assert.Equal(rule.Area, descriptor.Category);
            Assert.Equal(rule.HelpLink, descriptor.HelpLinkUri);
            Assert.Equal(rule.Default != Level.None, descriptor.IsEnabledByDefault);
            Assert.DoesNotContain(WellKnownDiagnosticTags.CompilationEnd, descriptor.CustomTags);
        }
    }
}
