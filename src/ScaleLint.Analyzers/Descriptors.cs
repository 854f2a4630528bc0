using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ScaleLint.Rules;

namespace ScaleLint.Analyzers;

/// <summary>The compiler's view of the rule list, and of the tool's own trouble.</summary>
public static class Descriptors
{
    private static readonly Dictionary<string, DiagnosticDescriptor> ByRule = RuleList.All.Select(x => x.Info)
        .Where(x => x.Scope != RuleScope.System).ToDictionary(x => x.Id, Of, StringComparer.Ordinal);

    /// <summary>Something of ScaleLint's own went wrong; the code at hand is not to blame and is not judged.</summary>
    public static DiagnosticDescriptor Trouble { get; } = Own("SCALE0001", "ScaleLint could not judge this project",
        "ScaleLint met an error of its own or input it cannot read; what it would have said is missing.");

    /// <summary>A configuration or effects file says something that cannot be used.</summary>
    public static DiagnosticDescriptor FaultyInput { get; } = Own("SCALE0002", "ScaleLint's configuration cannot be used",
        "A line of scalelint.json or of an effects file is faulty and has no effect.");

    /// <summary>All, sorted by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        ImmutableArray.CreateRange(new[] { Trouble, FaultyInput }.Concat(ByRule.Values).OrderBy(x => x.Id, StringComparer.Ordinal));

    /// <summary>The descriptor of a rule, or null for rules that no compilation can answer for.</summary>
    public static DiagnosticDescriptor? Find(string ruleId) => ByRule.TryGetValue(ruleId, out var found) ? found : null;

    /// <summary>How the compiler shows a level.</summary>
    public static DiagnosticSeverity Severity(Level level) => level switch
    {
        Level.Error => DiagnosticSeverity.Error,
        Level.Warning => DiagnosticSeverity.Warning,
        Level.Suggestion or Level.Note => DiagnosticSeverity.Info,
        _ => DiagnosticSeverity.Hidden,
    };

    private static DiagnosticDescriptor Of(RuleInfo rule) => new(
        rule.Id, rule.Title, "{0}", rule.Area, rule.Default == Level.None ? DiagnosticSeverity.Warning : Severity(rule.Default),
        rule.Default != Level.None, rule.Description, rule.HelpLink);

    private static DiagnosticDescriptor Own(string id, string title, string description) => new(
        id, title, "{0}", "ScaleLint", DiagnosticSeverity.Warning, true, description, "https://github.com/scalelint/scalelint/blob/main/rules/" + id + ".md");
}
