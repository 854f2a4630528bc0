using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Analyzers;

/// <summary>
/// The graph of a program that is judged version after version, kept with its syntax trees. One judgement at a time has it: who comes while it
/// is away links anew. A program seen once, as in a build, leaves none.
/// </summary>
internal sealed class GraphMemory
{
    private static readonly ConditionalWeakTable<SyntaxTree, GraphMemory> Table = new();
    private SystemGraph? kept;
    private int versions;

    /// <summary>The memory of the program that this is a version of.</summary>
    public static GraphMemory Of(Compilation compilation)
    {
        GraphMemory? found = null;
        foreach (var tree in compilation.SyntaxTrees)
            if (Table.TryGetValue(tree, out found)) break;
        found ??= new GraphMemory();
        foreach (var tree in compilation.SyntaxTrees) _ = Table.GetValue(tree, _ => found);
        Interlocked.Increment(ref found.versions);
        return found;
    }

    /// <summary>The graph of a version, made of that of an earlier one where it is at hand; the caller's alone until given back.</summary>
    public SystemGraph Take(IReadOnlyList<Unit> units, EffectsCatalogue catalogue) =>
        Interlocked.Exchange(ref kept, null) is { } before ? before.Next(units, catalogue) : new SystemGraph(units, catalogue);

    /// <summary>Gives a graph back, with which nothing went wrong.</summary>
    public void Keep(SystemGraph graph)
    {
        if (Volatile.Read(ref versions) > 1) Interlocked.Exchange(ref kept, graph);
    }
}
