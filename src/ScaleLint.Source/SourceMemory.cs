using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>A type that was read, with what reading it brought up.</summary>
/// <param name="Trees">Where its parts stand; it holds while all of them are the same.</param>
/// <param name="Externals">Types of other assemblies that it names.</param>
internal sealed record ReadType(TypeFacts Facts, IReadOnlyList<SyntaxTree> Trees, IReadOnlyList<TypeRef> Externals, IReadOnlyList<FactsProblem> Problems);

/// <summary>
/// What was read of a program, kept with its syntax trees: the next version of the program shares the trees that did not change.
/// It holds as long as nothing that can change the meaning of another file did: declarations, references, options.
/// </summary>
internal sealed class SourceMemory
{
    private static readonly ConditionalWeakTable<SyntaxTree, Kept> Table = new();
    private readonly IReadOnlyList<MetadataReference> references;
    private readonly CompilationOptions options;
    private readonly string? assembly;
    // A build never asks for it.
    private readonly Lazy<ulong> shape;

    private SourceMemory(Compilation compilation, Lazy<ulong> shape)
    {
        references = compilation.References.ToList();
        (options, assembly, this.shape) = (compilation.Options, compilation.AssemblyName, shape);
    }

    /// <summary>Types of other assemblies with their bases, closed; grows with every version.</summary>
    public Dictionary<TypeRef, ExternalType> Externals { get; private init; } = [];

    /// <summary>Problems of declarations that stand in no file.</summary>
    public IReadOnlyList<FactsProblem> Problems { get; private set; } = [];

    /// <summary>What is remembered of the program, or null where nothing holds.</summary>
    public static SourceMemory? Find(Compilation compilation, CancellationToken cancellation)
    {
        Kept? kept = null;
        foreach (var tree in compilation.SyntaxTrees)
            if (Table.TryGetValue(tree, out kept)) break;
        return kept?.Memory.Holds(compilation, cancellation) == true ? kept.Memory : null;
    }

    /// <summary>What stands first in a tree and still holds; null when the tree is not remembered.</summary>
    public (IReadOnlyList<ReadType> Types, IReadOnlyList<FactsProblem> Problems)? Of(SyntaxTree tree) =>
        Table.TryGetValue(tree, out var kept) && ReferenceEquals(kept.Memory, this) ? (kept.Types, kept.Problems) : null;

    /// <summary>Remembers a version.</summary>
    /// <param name="externals">Types of other assemblies, new ones at least, with their bases.</param>
    /// <param name="problems">Problems of declarations, by tree.</param>
    public static SourceMemory Keep(SourceMemory? known, Compilation compilation, IEnumerable<ReadType> types, IReadOnlyList<ExternalType> externals, ILookup<SyntaxTree?, FactsProblem> problems)
    {
        var trees = compilation.SyntaxTrees.ToList();
        // A new object each time: what another thread reads does not change under it.
        var memory = new SourceMemory(compilation, known?.shape ?? new Lazy<ulong>(() => ShapeOf(trees, CancellationToken.None)))
        {
            Externals = known == null ? [] : new Dictionary<TypeRef, ExternalType>(known.Externals),
            Problems = known?.Problems ?? problems[null].ToList(),
        };
        foreach (var external in externals) memory.Externals[external.Type] = external;
        var byTree = types.ToLookup(x => x.Trees[0]);
        foreach (var tree in trees)
        {
            var kept = new Kept(memory, byTree[tree].ToList(), problems[tree].ToList());
            Table.Remove(tree);
            _ = Table.GetValue(tree, _ => kept);
        }
        return memory;
    }

    /// <summary>Types with all that they derive from.</summary>
    public IEnumerable<ExternalType> Closed(IEnumerable<TypeRef> types)
    {
        var pending = new Stack<TypeRef>(types);
        var seen = new HashSet<TypeRef>();
        while (pending.Count > 0)
        {
            var type = pending.Pop();
            if (!seen.Add(type) || !Externals.TryGetValue(type, out var found)) continue;
            if (found.Base is { } parent) pending.Push(parent);
            foreach (var contract in found.Interfaces) pending.Push(contract);
            yield return found;
        }
    }

    private bool Holds(Compilation compilation, CancellationToken cancellation) =>
        assembly == compilation.AssemblyName && options.Equals(compilation.Options) && references.SequenceEqual(compilation.References) && shape.Value == ShapeOf(compilation.SyntaxTrees, cancellation);

    private static ulong ShapeOf(IEnumerable<SyntaxTree> trees, CancellationToken cancellation) =>
        trees.Aggregate(14695981039346656037UL, (x, tree) => DeclarationShape.Fold(x, DeclarationShape.Of(tree, cancellation)));

    private sealed record Kept(SourceMemory Memory, IReadOnlyList<ReadType> Types, IReadOnlyList<FactsProblem> Problems);
}
