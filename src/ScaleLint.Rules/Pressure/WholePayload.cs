using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>A payload of unknown length, read whole for one request.</summary>
public sealed class WholePayload : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5005", "Whole payload in memory", RuleScope.Live, Level.Suggestion,
        "Memory is payload times concurrency; large ones land on the large object heap and stop the world.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method) || IsLimited(method)) continue;
            foreach (var site in method.Sites)
            {
                var whole = site.Meanings.FirstOrDefault(x => x.Is("whole") && x.Kind is not MeaningKind.Cache);
                if (whole == null || site.InBackground || whole.Value("target") is { } target && !IntoMemory(site, target)) continue;
                context.Report(Info, site, $"{site} takes a payload of unknown length whole into memory: stream it, or limit its size", [.. context.RequestPath(method), new PathHop(site.ToString(), site.At)]);
            }
        }
    }

    private static bool IntoMemory(CallSite site, string target) => site.Argument(target) is { } stream && site.Owner.Values.TypeOf(stream) == "System.IO.MemoryStream";

    private static bool IsLimited(Method method)
    {
        bool Limits(IReadOnlyList<AttributeFacts> attributes) => attributes.Any(x => Names.Short(x.Type.Name) is "RequestSizeLimitAttribute" or "RequestFormLimitsAttribute");
        return Limits(method.Facts.Attributes) || Limits(method.Type.Attributes) || method.Values.Calls.Any(x => x.Callee.Id.IndexOf("MaxResponseContentBufferSize", StringComparison.Ordinal) > 0);
    }
}
