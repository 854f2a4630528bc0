using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Rules.Coupling;

/// <summary>A dependency that <c>scalelint.json</c> forbids, direct or through others.</summary>
public sealed class ForbiddenDependency : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE1002", "Forbidden dependency", RuleScope.Live, Level.Warning,
        "A boundary that is not enforced is gone by the time the system must be split along it.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var config = context.Settings.Config;
        if (config.Rules.Count == 0) return;
        var types = context.Graph.Units.Where(x => !x.Facts.IsTest).SelectMany(x => x.Facts.Types.Select(t => (Unit: x, Type: t)))
            .GroupBy(x => x.Type.Name, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First(), StringComparer.Ordinal);
        var names = new HashSet<string>(types.Keys, StringComparer.Ordinal);
        foreach (var entry in types.Values)
            foreach (var reference in entry.Type.References) names.Add(reference.Target.Name);
        foreach (var rule in config.Rules)
        {
            var from = Set(config, rule.From);
            var to = Set(config, rule.To);
            foreach (var (pattern, text) in new[] { (from, rule.From), (to, rule.To) })
                if (context.Host == Host.System && !names.Any(x => Matches(pattern, x)))
                    context.Report(Info, "config", new Position(config.File, rule.Line, 1, rule.Line, 1), $"This rule says nothing: no type matches \"{text}\"; mend the pattern or remove the rule", detail: rule.From + "->" + rule.To + ":" + text);
            if (rule.Allow) continue;
            foreach (var entry in types.Values.OrderBy(x => x.Type.Name, StringComparer.Ordinal))
                if (entry.Unit.IsJudged && (entry.Type.Flags & TypeFlags.Generated) == 0 && Matches(from, entry.Type.Name)) Check(context, config, rule, from, to, entry.Type, types);
        }
    }

    private void Check(RuleContext context, ScaleLintConfig config, DependencyRule rule, IReadOnlyList<string> from, IReadOnlyList<string> to, TypeFacts type, Dictionary<string, (Unit Unit, TypeFacts Type)> types)
    {
        var because = rule.Reason == null ? "" : $" ({rule.Reason})";
        foreach (var reference in type.References)
        {
            if (!Matches(to, reference.Target.Name) || Matches(from, reference.Target.Name) || Allowed(config, type.Name, reference.Target.Name)) continue;
            context.Report(Info, type.Name, reference.At, $"{Names.Short(type.Name)} must not use {Names.Short(reference.Target.Name)}: {rule.From} -> {rule.To} is forbidden{because}", detail: reference.Target.Name);
        }
        if (!rule.Transitive) return;
        foreach (var reference in type.References)
        {
            if (Matches(to, reference.Target.Name) || Matches(from, reference.Target.Name) || Way(reference.Target.Name, to, from, types) is not { Count: > 0 } way) continue;
            var end = way[way.Count - 1].Symbol;
            context.Report(Info, type.Name, reference.At, $"{Names.Short(type.Name)} reaches {Names.Short(end)} through {Text.List(way.Take(way.Count - 1).Select(x => Names.Short(x.Symbol)))}: {rule.From} -> {rule.To} is forbidden, also through others{because}",
                [new PathHop(type.Name, reference.At), .. way], detail: "through " + reference.Target.Name + " to " + end);
        }
    }

    /// <summary>The shortest way from a type to a forbidden one, not through the types the rule speaks of.</summary>
    private static IReadOnlyList<PathHop> Way(string start, IReadOnlyList<string> to, IReadOnlyList<string> from, Dictionary<string, (Unit Unit, TypeFacts Type)> types)
    {
        var by = new Dictionary<string, (string? Parent, Position At)>(StringComparer.Ordinal) { [start] = (null, Position.None) };
        var queue = new Queue<string>();
        queue.Enqueue(start);
        while (queue.Count > 0)
        {
            var name = queue.Dequeue();
            if (Matches(to, name))
            {
                var way = new List<PathHop>();
                for (string? at = name; at != null; at = by[at].Parent) way.Insert(0, new PathHop(at, by[at].At));
                return way;
            }
            if (!types.TryGetValue(name, out var entry) || !entry.Unit.IsJudged) continue;
            foreach (var reference in entry.Type.References)
            {
                if (by.ContainsKey(reference.Target.Name) || Matches(from, reference.Target.Name)) continue;
                by[reference.Target.Name] = (name, reference.At);
                queue.Enqueue(reference.Target.Name);
            }
        }
        return [];
    }

    private static bool Allowed(ScaleLintConfig config, string from, string to) => config.Rules.Any(x => x.Allow && Matches(Set(config, x.From), from) && Matches(Set(config, x.To), to));

    private static IReadOnlyList<string> Set(ScaleLintConfig config, string name) => config.Layers.FirstOrDefault(x => x.Name == name)?.Types ?? [name];

    private static bool Matches(IReadOnlyList<string> patterns, string name) => patterns.Any(x => Pattern.Matches(x, name));
}
