using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Where a remote call goes when the member it stands in is entered by a certain call.</summary>
/// <param name="Remote">The remote call.</param>
/// <param name="From">The call that decides, in the same member or further up.</param>
public sealed record HandedAddress(CallSite Remote, CallSite From, Destination To);

/// <summary>
/// Remote calls whose address is handed in, <c>Ask(string url) => client.GetStringAsync(url)</c>, by callers that mean different targets.
/// Taken for itself such a call would go to all of them from everywhere; it is followed from where the address is given.
/// </summary>
internal sealed class HandedAddresses
{
    private const int Deepest = 3;
    private const int MostCallers = 2000;
    private readonly SystemGraph graph;
    private readonly Func<CallSite, Service, Meaning, Frame, Destination> find;
    private readonly Dictionary<CallSite, IReadOnlyList<HandedAddress>> byRemote = [];
    private readonly Dictionary<CallSite, Dictionary<CallSite, Destination>> bySource = [];
    private readonly HashSet<Method> between = [];

    public HandedAddresses(SystemGraph graph, Func<CallSite, Service, Meaning, Frame, Destination> find)
    {
        (this.graph, this.find) = (graph, find);
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Lambda >= 0 || method.Unit.Facts.IsTest || !method.Unit.IsJudged || method.Parameters.Count == 0) continue;
            foreach (var site in method.Meant)
                if (site.Remote is { Kind: MeaningKind.Http or MeaningKind.ThirdParty } effect && IsFromParameter(site)) Add(site, effect);
        }
    }

    /// <summary>Where a remote call goes, by who calls; empty when all callers mean the same.</summary>
    public IReadOnlyList<HandedAddress> Of(CallSite remote) => byRemote.TryGetValue(remote, out var all) ? all : [];

    /// <summary>The remote calls whose targets are decided at a call, and these targets; null when there are none.</summary>
    public IReadOnlyDictionary<CallSite, Destination>? At(CallSite site) => bySource.TryGetValue(site, out var all) ? all : null;

    /// <summary>Whether what a member reaches depends on who calls it.</summary>
    public bool Passes(Method method) => between.Contains(method);

    private void Add(CallSite remote, Meaning effect)
    {
        var way = new HashSet<Method>();
        var all = Callers(remote, effect, remote.Owner, x => x, 0, way).Take(MostCallers + 1).ToList();
        // Where those beyond the limit go is told of as not known.
        if (all.Count > MostCallers) all[MostCallers] = new HandedAddress(remote, remote, Destination.Unknown);
        if (all.Select(x => Meant(x.To)).Distinct().Count() < 2) return;
        byRemote[remote] = all;
        between.UnionWith(way);
        foreach (var each in all.Where(x => x.From != remote))
        {
            if (!bySource.TryGetValue(each.From, out var here)) bySource[each.From] = here = [];
            here[remote] = each.To;
        }
    }

    private IEnumerable<HandedAddress> Callers(CallSite remote, Meaning effect, Method member, Func<Frame, Frame> inside, int depth, HashSet<Method> way)
    {
        way.Add(member);
        foreach (var caller in graph.CallersOf(member))
        {
            if (caller.Owner.Unit.Facts.IsTest || graph.Services.Of(caller.Owner.Unit).FirstOrDefault() is not { } service) continue;
            Frame Entered(Frame? up) => inside(new Frame(caller.Owner, caller.Node, up));
            if (depth < Deepest && caller.Owner != member && IsFromParameter(caller))
            {
                var above = new HashSet<Method>();
                var further = Callers(remote, effect, caller.Owner, Entered, depth + 1, above).Take(MostCallers + 1).ToList();
                if (further.Select(x => Meant(x.To)).Distinct().Count() > 1)
                {
                    way.UnionWith(above);
                    foreach (var each in further) yield return each;
                    continue;
                }
            }
            yield return new HandedAddress(remote, caller, find(remote, service, effect, Entered(null)));
        }
    }

    private static (string?, EntryPoint?) Meant(Destination to) => (to.Target ?? to.Address?.ToString(), to.Endpoint);

    /// <summary>Whether a text, an address or a request of a call is made of what its member was handed.</summary>
    private static bool IsFromParameter(CallSite site) => site.Owner.Lambda < 0 && site.Node.Arguments.Any(x =>
        site.Owner.Values.TypeOf(x) is null or "System.String" or "System.Uri" or "System.Net.Http.HttpRequestMessage" && site.Owner.Values.Inputs(x).Any(y => y is ParameterOperand { Lambda: < 0 }));
}
