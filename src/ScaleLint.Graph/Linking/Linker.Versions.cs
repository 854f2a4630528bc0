using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <content>
/// From one version of a program to the next: while only bodies change, members keep what was made of theirs, and what refers to a member
/// goes on referring to it.
/// </content>
public sealed partial class Linker
{
    private HashSet<Method> renewed = [];
    private List<(string, string, string?, Unit)>? registered;
    private bool wasHanded;

    /// <summary>Takes over the next version of the units; false when more than bodies changed, and then it can be used no more.</summary>
    internal bool Renew(IReadOnlyList<Unit> units)
    {
        if (units.Count != Units.Count || units.Zip(Units, IsNext).Contains(false)) return false;
        registered = Values(Registrations);
        wasHanded = false;
        renewed = [];
        entryNames.Clear();
        var next = 0;
        for (var i = 0; i < units.Count; i++)
        {
            var (before, after) = (Units[i].Facts, units[i].Facts);
            for (var t = 0; t < before.Types.Count; t++)
            {
                var (old, type) = (before.Types[t], after.Types[t]);
                if (!ReferenceEquals(old, type))
                {
                    Types.Renew(old, type);
                    for (var m = 0; m < type.Methods.Count; m++) Renew(Methods[next + m], type, type.Methods[m]);
                }
                next += type.Methods.Count;
            }
            Units[i].Facts = after;
        }
        (passed, Registrations) = (new PassedReceivers(this), new Registrations(this));
        return runs.Keys.Where(x => renewed.Contains(x.Item1)).ToList().TrueForAll(x => runs[x] == Calls(x.Item1, x.Item2))
            && wrappers.All(x => x.Value.SetEquals(FindWrappers(x.Key)));
    }

    /// <summary>Lets calls be resolved anew where what the container knows or what members hand on changed; once the registrations are read.</summary>
    internal void Settle()
    {
        if (registered != null && (!registered.SequenceEqual(Values(Registrations)) || wasHanded || renewed.Any(passed.IsHanded)))
        {
            foreach (var method in Methods) method.Forget();
            foreach (var method in delegates.Values) method.Forget();
            passed = new PassedReceivers(this);
        }
        registered = null;
    }

    private static bool IsNext(Unit after, Unit before) => ReferenceEquals(after, before)
        || after.Project == before.Project && after.IsJudged == before.IsJudged && Declarations.Equal(before.Facts, after.Facts);

    private static List<(string, string, string?, Unit)> Values(Registrations registrations) => registrations.All.Select(x => (x.Lifetime, x.Service, x.Implementation, x.Site.Owner.Unit)).ToList();

    private void Renew(Method method, TypeFacts type, MethodFacts facts)
    {
        if (ReferenceEquals(method.Facts, facts))
        {
            method.Renew(type, facts);
            for (var i = 0; i < facts.Lambdas.Count; i++)
                if (delegates.TryGetValue((method, i), out var inner)) Renew(inner, type, facts);
            return;
        }
        wasHanded |= passed.IsHanded(method);
        placed.Remove(method.Facts);
        Drop(method);
        method.Renew(type, facts);
        renewed.Add(method);
    }

    private void Drop(Method owner)
    {
        deferred.Remove(owner);
        for (var i = 0; i < owner.Facts.Lambdas.Count; i++)
        {
            if (!delegates.TryGetValue((owner, i), out var inner)) continue;
            delegates.Remove((owner, i));
            Drop(inner);
        }
    }
}
