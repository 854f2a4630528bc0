using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules;

/// <summary>Words for messages.</summary>
internal static class Text
{
    /// <summary>The contract's name of an effect kind: <c>document-db</c>.</summary>
    public static string Kind(MeaningKind kind) => Services.ContractName(kind);

    /// <summary>The dependency a call goes to, with its kind.</summary>
    public static string Target(RuleContext context, CallSite site) =>
        context.Graph.Resources.Of(site) is { } resource ? Name(resource) : site.ToString();

    /// <summary>A dependency and its kind.</summary>
    public static string Name(Resource resource) => $"{resource.Id} ({Kind(resource.Kind)})";

    /// <summary>The dependency that a hop goes to.</summary>
    public static string Target(RuleContext context, Hop hop) => context.Graph.Resources.Of(hop) is { } resource ? Name(resource) : hop.ToString();

    /// <summary>The dependency at the end of a way, as the service calls it in which the way begins.</summary>
    public static string Target(RuleContext context, IReadOnlyList<CallSite> path)
    {
        var site = path[path.Count - 1];
        // What is handed down the way decides where it ends.
        using var entered = path.Select(context.Graph.Services.Enter).FirstOrDefault(x => x != null);
        var service = context.Graph.Services.Of(path[0].Owner.Unit).FirstOrDefault();
        return service != null && context.Graph.Resources.Of(site, service) is { } resource ? Name(resource) : Target(context, site);
    }

    /// <summary>The call, and what it goes through when the effect is further down.</summary>
    public static string Through(IReadOnlyList<CallSite> path) => path.Count == 1 ? path[0].ToString() : $"{path[0]} (which reaches {path[path.Count - 1]})";

    /// <summary>A number of things: <c>1 call</c>, <c>2 calls</c>.</summary>
    public static string Count(int number, string thing) => number.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + thing + (number == 1 ? "" : "s");

    /// <summary>A time: <c>2.5 s</c>.</summary>
    public static string Seconds(double seconds) => seconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture) + " s";

    /// <summary>At most <paramref name="most"/> items, runs of equal ones counted, then how many more.</summary>
    public static string List(IEnumerable<string> items, int most = 6)
    {
        var runs = new List<(string Item, int Count)>();
        foreach (var item in items)
        {
            if (runs.Count > 0 && runs[runs.Count - 1].Item == item) runs[runs.Count - 1] = (item, runs[runs.Count - 1].Count + 1);
            else runs.Add((item, 1));
        }
        var shown = runs.Take(most).Select(x => x.Count == 1 ? x.Item : $"{x.Count} x {x.Item}");
        return string.Join(", ", shown) + (runs.Count > most ? $" and {runs.Count - most} more" : "");
    }
}
