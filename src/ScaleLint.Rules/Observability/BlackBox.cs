using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>Code on a request's way that could not be read.</summary>
public sealed class BlackBox : Rule
{
    private const string Dynamic = "dynamic code";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9004", "Black box on the critical path", RuleScope.Build, Level.Suggestion,
        "What cannot be read cannot be predicted: it may block, retry or call anywhere.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var told = new HashSet<(Method Entry, string Name)>();
        var shares = new Lazy<IReadOnlyDictionary<EntryPoint, double>>(() => UnreadShares.Of(context.Graph, context.Graph.EntryPoints));
        foreach (var method in context.Graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest || !context.Graph.OnRequest.Contains(method)) continue;
            foreach (var cause in method.Sites)
            {
                // Code that does not compile is incomplete, and said so; it is no black box. What a package does not bind is the package's matter.
                if (cause.Resolution != Resolution.Unread || cause.InBackground || cause.Node.Callee.Id.Length == 0 && method.Unit.Facts.Problems.Count > 0) continue;
                var native = (context.Graph.Find(cause.Node.Callee)?.Facts.Flags & MethodFlags.Extern) == MethodFlags.Extern;
                if (!method.Unit.IsJudged && !native) continue;
                var name = native ? "native code" : Linker.IsFramework(cause.Node.Callee.Assembly) || cause.Node.Callee.Assembly.Length == 0 ? Dynamic : cause.Node.Callee.Assembly;
                foreach (var (site, way) in context.Places(cause, context.Graph.OnRequest))
                {
                    var entry = context.Graph.OnRequest.EntryOf(site.Owner)!;
                    if (!told.Add((entry.Root, name))) continue;
                    var share = Math.Round(shares.Value[entry] * 100, 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                    var (what, remedy) = name == Dynamic ? ("a call bound at run time", "call it by a static type") : ($"{cause} in {name}", "describe it in an effects file, or give ScaleLint the assembly");
                    context.Report(Info, site, $"{entry.Id} waits for {what}, which could not be read ({share} % of the calls on its way): {remedy}",
                        [.. context.RequestPath(site.Owner), .. RuleContext.Folded(way)], detail: name);
                }
            }
        }
    }
}
