namespace ScaleLint.Rules;

/// <summary>The one list of rules, in the order of their ids.</summary>
public static class RuleList
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All { get; } = new Rule[]
    {
        new Rules.RemoteCallInLoop(),
    };

    /// <summary>The rule with that id, or null.</summary>
    public static Rule? Find(string id) => All.FirstOrDefault(x => string.Equals(x.Info.Id, id, StringComparison.OrdinalIgnoreCase));
}
