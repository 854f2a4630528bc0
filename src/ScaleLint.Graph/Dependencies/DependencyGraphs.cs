using QuikGraph;
using QuikGraph.Algorithms;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Graph.Dependencies;

/// <summary>A type of the solution. Equal by identity: two services may both have a <c>Program</c>.</summary>
public sealed class TypeNode(Unit unit, TypeFacts facts, string space)
{
    /// <summary>The assembly it is in.</summary>
    public Unit Unit { get; } = unit;

    /// <summary>What the front end saw.</summary>
    public TypeFacts Facts { get; } = facts;

    /// <summary>Its namespace; for a nested type that of the type around it; empty when global.</summary>
    public string Namespace { get; } = space;

    /// <summary>Whether nobody wrote it.</summary>
    public bool IsGenerated => (Facts.Flags & TypeFlags.Generated) != 0;

    /// <summary>Whether it promises and does not do: an interface or an abstract class.</summary>
    public bool IsAbstract => Facts.Kind == TypeKind.Interface || (Facts.Flags & (TypeFlags.Abstract | TypeFlags.Static)) == TypeFlags.Abstract;

    /// <inheritdoc/>
    public override string ToString() => Facts.Name;
}

/// <summary>A dependency between two vertices, with the number of references it stands for.</summary>
/// <param name="By">The type that has the first of them.</param>
/// <param name="At">Place of the first of them.</param>
public sealed record Dependency<TVertex>(TVertex Source, TVertex Target, int Count, TypeNode By, Position At) : IEdge<TVertex>;

/// <summary>The dependency graph of the solution's own code above the level of members: types, and what they fold to. Tests are left out.</summary>
public sealed class DependencyGraphs
{
    private BidirectionalGraph<string, Dependency<string>>? projects;

    internal DependencyGraphs(SystemGraph graph)
    {
        var nodes = new Dictionary<(string Assembly, string Name), TypeNode>();
        foreach (var unit in graph.Units.Where(x => x.IsJudged && !x.Facts.IsTest))
            foreach (var type in unit.Facts.Types)
            {
                var outermost = type.Name;
                for (var space = Names.Namespace(outermost); space.Length > 0 && graph.Types.Find(space) != null; space = Names.Namespace(space)) outermost = space;
                var node = new TypeNode(unit, type, Names.Namespace(outermost));
                nodes[(unit.Name, type.Name)] = node;
                Types.AddVertex(node);
            }
        foreach (var node in nodes.Values)
            foreach (var reference in node.Facts.References)
                if (nodes.TryGetValue((reference.Target.Assembly, reference.Target.Name), out var target) && target != node)
                    Types.AddEdge(new Dependency<TypeNode>(node, target, reference.Count, node, reference.At));
    }

    /// <summary>Types and their references to one another.</summary>
    public BidirectionalGraph<TypeNode, Dependency<TypeNode>> Types { get; } = new(allowParallelEdges: false);

    /// <summary>Projects, by assembly name.</summary>
    public BidirectionalGraph<string, Dependency<string>> Projects => projects ??= Fold(x => x.Unit.Name);

    /// <summary>Namespaces. Generated types and the global namespace are left out.</summary>
    /// <param name="isKept">Which dependencies count.</param>
    public BidirectionalGraph<string, Dependency<string>> Namespaces(Func<string, string, bool> isKept) => Fold(x => x.IsGenerated || x.Namespace.Length == 0 ? null : x.Namespace, isKept);

    /// <summary>Draws vertices together: one dependency for all references between two groups, none inside a group.</summary>
    /// <param name="group">Name of a type's group; null leaves the type out.</param>
    public BidirectionalGraph<string, Dependency<string>> Fold(Func<TypeNode, string?> group, Func<string, string, bool>? isKept = null)
    {
        var folded = new Dictionary<(string, string), Dependency<string>>();
        var result = new BidirectionalGraph<string, Dependency<string>>(allowParallelEdges: false);
        foreach (var type in Types.Vertices)
        {
            if (group(type) is not { } source) continue;
            result.AddVertex(source);
            foreach (var edge in Types.OutEdges(type))
            {
                if (group(edge.Target) is not { } target || target == source || isKept != null && !isKept(source, target)) continue;
                folded[(source, target)] = folded.TryGetValue((source, target), out var known) ? known with { Count = known.Count + edge.Count } : new Dependency<string>(source, target, edge.Count, edge.By, edge.At);
            }
        }
        foreach (var edge in folded.Values) result.AddVerticesAndEdge(edge);
        return result;
    }

    /// <summary>Strongly connected components of more than one vertex, each sorted, largest first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Cycles<TEdge>(IVertexListGraph<string, TEdge> graph) where TEdge : IEdge<string>
    {
        var components = new Dictionary<string, int>();
        graph.StronglyConnectedComponents(components);
        return components.GroupBy(x => x.Value).Where(x => x.Count() > 1)
            .Select(x => (IReadOnlyList<string>)x.Select(p => p.Key).OrderBy(n => n, StringComparer.Ordinal).ToList())
            .OrderByDescending(x => x.Count).ThenBy(x => x[0], StringComparer.Ordinal).ToList();
    }
}
