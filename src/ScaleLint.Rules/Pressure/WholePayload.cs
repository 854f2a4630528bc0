using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>A payload of unknown length, read whole for one request.</summary>
public sealed class WholePayload : Rule
{
    private static readonly string[] InMemory = ["System.IO.MemoryStream", "System.IO.StringReader", "System.IO.UnmanagedMemoryStream"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5005", "Whole payload in memory", RuleScope.Live, Level.Suggestion,
        "Memory is payload times concurrency; large ones land on the large object heap and stop the world.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RequestMethods)
        {
            foreach (var site in method.Meant)
            {
                if (Whole(site) is not { } whole || !method.Unit.IsJudged && whole.Kind == MeaningKind.Pure) continue;
                if (whole.IsEffect ? LimitsResponse(context, site) : LimitsRequest(context, method)) continue;
                if (ChecksLength(method)) continue;
                context.ReportOnRequest(Info, site, outside => $"{site}{(outside == null ? "" : " in " + outside)} takes a payload of unknown length whole into memory: stream it, or limit its size");
            }
        }
    }

    /// <summary>What makes the call read everything at once: itself, or the memory that it streams into.</summary>
    private static Meaning? Whole(CallSite site)
    {
        var values = site.Owner.Values;
        bool IsMemory(Operand? stream) => stream != null && values.TypeOf(stream) is { } type && InMemory.Contains(type, StringComparer.Ordinal);
        foreach (var meaning in site.Meanings)
        {
            if (meaning.Kind == MeaningKind.Blob && meaning.Is("stream") && site.Node.Arguments.Any(IsMemory)) return meaning;
            if (!meaning.Is("whole") || meaning.Is("write") || meaning.Kind == MeaningKind.Cache) continue;
            if (InMemory.Contains(site.Node.ReceiverType, StringComparer.Ordinal) || IsMemory(site.Node.Receiver)) continue;
            if (site.Node.Receiver is { } reader && values.CallOf(reader) is { } id && values.Call(id) is { Kind: CallKind.New } made && made.Arguments.Any(IsMemory)) continue;
            if (meaning.Value("target") is not { } target || IsMemory(site.Argument(target))) return meaning;
        }
        return null;
    }

    /// <summary>The member decides on the length first.</summary>
    private static bool ChecksLength(Method method)
    {
        var lengths = method.Sites.Where(x => Names.Own(x.Node.Callee.Id) is "ContentLength" || Names.Own(x.Node.Callee.Id) == "Length" && Names.Short(x.Node.ReceiverType) is "IFormFile" or "FileInfo" or "BlobProperties").Select(x => (Operand)new ResultOperand(x.Node.Id)).ToList();
        return lengths.Count > 0 && method.Body.Descendants().Any(x => x is ChoiceStep choice && method.Values.Inputs(choice.Node.Condition).Intersect(lengths).Any());
    }

    /// <summary>The client that answers keeps to a limit: set where it is made or registered, or by the type that uses it.</summary>
    private static bool LimitsResponse(RuleContext context, CallSite site)
    {
        static bool Sets(string id) => id.IndexOf(".set_MaxResponseContentBufferSize(", StringComparison.Ordinal) > 0;
        if (site.Owner.Type.Methods.Select(x => context.Graph.Find(new MemberRef(site.Owner.Unit.Name, x.Id))).Any(x => x is { Facts.Body: not null } && x.Values.Calls.Any(c => Sets(c.Callee.Id)))) return true;
        var inputs = site.Node.Receiver == null ? [] : site.Owner.Values.Inputs(site.Node.Receiver);
        foreach (var call in site.Owner.Sites.Where(x => x == site || inputs.Contains(new ResultOperand(x.Node.Id))))
        {
            if (context.Graph.Clients.Of(call).Site is not { } setup) continue;
            var values = setup.Owner.Values;
            if (values.Calls.Any(x => Sets(x.Callee.Id) && x.Receiver != null && values.Origin(x.Receiver).Equals(new ResultOperand(setup.Node.Id)))) return true;
            if (setup.Owner.Sites.Where(x => x == setup || values.Inputs(new ResultOperand(x.Node.Id)).Contains(new ResultOperand(setup.Node.Id))).SelectMany(context.Graph.Clients.Inside).Any(x => Sets(x.Node.Callee.Id))) return true;
        }
        return false;
    }

    /// <summary>The server takes no longer body: by an attribute or metadata of the endpoint, or for all.</summary>
    private static bool LimitsRequest(RuleContext context, Method method)
    {
        static bool IsLimit(string type) => Names.Short(type) is "RequestSizeLimitAttribute" or "RequestFormLimitsAttribute";
        static bool Limits(Method x) => x.Facts.Attributes.Concat(x.Type.Attributes).Any(a => IsLimit(a.Type.Name));
        if (Limits(method)) return true;
        if (context.Graph.OnRequest.EntryOf(method)?.Root is { } root)
        {
            if (root.Lambda < 0 && Limits(root)) return true;
            if (root.Lambda >= 0 && context.Graph.Find(new MemberRef(root.Unit.Name, root.Facts.Id)) is { } map && map.Sites.FirstOrDefault(x => x.Node.Arguments.Any(a => map.Values.Origin(a) is LambdaOperand l && l.Lambda == root.Lambda)) is { } mapped)
            {
                var endpoint = new ResultOperand(mapped.Node.Id);
                if (map.Values.Calls.Where(x => x.Kind == CallKind.New && IsLimit(Names.TypeOf(x.Callee.Id))).Any(limit => map.Values.Calls.Any(x => map.Values.Inputs(new ResultOperand(x.Id)) is var inputs && inputs.Contains(endpoint) && inputs.Contains(new ResultOperand(limit.Id))))) return true;
            }
        }
        return context.Graph.Methods.Any(x => x.Unit.IsJudged && x.Facts.Body != null && x.Lambda < 0 && x.Values.Calls.Any(c => c.Callee.Id.IndexOf(".set_MaxRequestBodySize(", StringComparison.Ordinal) > 0 || c.Callee.Id.IndexOf(".set_MultipartBodyLengthLimit(", StringComparison.Ordinal) > 0));
    }
}
