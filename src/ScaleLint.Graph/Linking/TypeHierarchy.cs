using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Bases, interfaces and derived types over all units, by definition name. Cyclic input ends.</summary>
public sealed class TypeHierarchy
{
    private readonly Dictionary<string, List<string>> parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Unit Unit, TypeFacts Type)> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> ancestors = new(StringComparer.Ordinal);

    internal TypeHierarchy(IReadOnlyList<Unit> units)
    {
        foreach (var unit in units)
        {
            foreach (var type in unit.Facts.Types)
            {
                if (!types.ContainsKey(type.Name)) types[type.Name] = (unit, type);
                Add(type.Name, type.Base, type.Interfaces);
            }
        }
        foreach (var unit in units)
            foreach (var external in unit.Facts.Externals)
                if (!parents.ContainsKey(external.Type.Name)) Add(external.Type.Name, external.Base, external.Interfaces);
    }

    /// <summary>The facts of a type that was read, or null.</summary>
    public (Unit Unit, TypeFacts Type)? Find(string name) => types.TryGetValue(name, out var found) ? found : null;

    /// <summary>Takes over the facts of the next version of a type with the same bases.</summary>
    internal void Renew(TypeFacts before, TypeFacts after)
    {
        if (types.TryGetValue(after.Name, out var found) && ReferenceEquals(found.Type, before)) types[after.Name] = (found.Unit, after);
    }

    /// <summary>Bases and interfaces, nearest first, each once.</summary>
    public IReadOnlyList<string> Ancestors(string name)
    {
        if (ancestors.TryGetValue(name, out var known)) return known;
        var result = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        var queue = new Queue<string>();
        queue.Enqueue(name);
        while (queue.Count > 0)
        {
            if (!parents.TryGetValue(queue.Dequeue(), out var list)) continue;
            foreach (var parent in list)
            {
                if (!seen.Add(parent)) continue;
                result.Add(parent);
                queue.Enqueue(parent);
            }
        }
        return ancestors[name] = result;
    }

    /// <summary>Whether a type is, derives from or implements another.</summary>
    public bool IsA(string name, string ancestor) => name == ancestor || Ancestors(name).Contains(ancestor, StringComparer.Ordinal);

    private void Add(string name, TypeRef? parent, IReadOnlyList<TypeRef> interfaces)
    {
        if (!parents.TryGetValue(name, out var list)) parents[name] = list = [];
        if (parent is { } known) list.Add(known.Name);
        foreach (var type in interfaces) list.Add(type.Name);
    }
}
