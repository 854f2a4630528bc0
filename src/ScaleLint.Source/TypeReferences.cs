using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>Counts the types that one type names. Not thread-safe: one per type.</summary>
internal sealed class TypeReferences
{
    private readonly SourceContext _context;
    private readonly INamedTypeSymbol _owner;
    private readonly Dictionary<INamedTypeSymbol, Entry> _entries = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> _externals = new(SymbolEqualityComparer.Default);

    public TypeReferences(SourceContext context, INamedTypeSymbol owner)
    {
        _context = context;
        _owner = owner;
    }

    /// <summary>Definitions of other assemblies met in any role, also as the unnamed type of a value.</summary>
    public IReadOnlyCollection<INamedTypeSymbol> Externals => _externals;

    /// <summary>The type is named at that place; so are its type arguments.</summary>
    public void Add(ITypeSymbol? type, SyntaxNode at) => Add(type, at.SyntaxTree, at.Span);

    public void Add(ITypeSymbol? type, SyntaxTree tree, TextSpan span)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Add(array.ElementType, tree, span);
                break;
            case IPointerTypeSymbol pointer:
                Add(pointer.PointedAtType, tree, span);
                break;
            case INamedTypeSymbol named:
                AddNamed(named, tree, span);
                break;
        }
    }

    /// <summary>The type is that of a value; it is not named, but its bases must be known.</summary>
    public void AddValue(ITypeSymbol? type)
    {
        if (type is null || !_seen.Add(type))
            return;
        switch (type)
        {
            case IArrayTypeSymbol array:
                AddValue(array.ElementType);
                break;
            case INamedTypeSymbol named:
                AddExternal(named);
                foreach (var argument in named.TypeArguments)
                    AddValue(argument);
                break;
        }
    }

    public IReadOnlyList<TypeReference> ToFacts(System.Threading.CancellationToken cancellation)
    {
        var references = new List<TypeReference>(_entries.Count);
        foreach (var pair in _entries)
        {
            references.Add(new TypeReference(_context.Names.Definition(pair.Key), pair.Value.Count,
                _context.File(pair.Value.Tree, cancellation).At(pair.Value.Span)));
        }
        references.Sort(static (a, b) =>
        {
            var order = string.CompareOrdinal(a.Target.Name, b.Target.Name);
            return order != 0 ? order : string.CompareOrdinal(a.Target.Assembly, b.Target.Assembly);
        });
        return references;
    }

    private void AddNamed(INamedTypeSymbol type, SyntaxTree tree, TextSpan span)
    {
        if (type.IsTupleType && type.TupleUnderlyingType is { } tuple)
            type = tuple;
        if (type.IsGenericType && !type.IsUnboundGenericType && !type.IsAnonymousType)
        {
            foreach (var argument in type.TypeArguments)
                Add(argument, tree, span);
        }
        while (SymbolNames.IsExtensionBlock(type))
            type = type.ContainingType;
        var definition = type.OriginalDefinition;
        if (!IsCounted(definition))
            return;
        AddExternal(definition);
        if (!_entries.TryGetValue(definition, out var entry))
            _entries.Add(definition, new Entry(tree, span));
        else
            entry.Add(tree, span);
    }

    private bool IsCounted(INamedTypeSymbol definition) =>
        !BaseTypes.IsPlainValue(definition)
        && definition.TypeKind != Microsoft.CodeAnalysis.TypeKind.Error
        && !definition.IsAnonymousType
        && !SymbolEqualityComparer.Default.Equals(definition, _owner);

    private void AddExternal(INamedTypeSymbol type)
    {
        var definition = type.OriginalDefinition;
        if (definition.TypeKind != Microsoft.CodeAnalysis.TypeKind.Error && !BaseTypes.IsPlainValue(definition)
            && definition.ContainingAssembly is not null && !_context.IsOwn(definition))
            _externals.Add(definition);
    }

    private sealed class Entry
    {
        public Entry(SyntaxTree tree, TextSpan span)
        {
            Tree = tree;
            Span = span;
            Count = 1;
        }

        public SyntaxTree Tree { get; private set; }

        public TextSpan Span { get; private set; }

        public int Count { get; private set; }

        public void Add(SyntaxTree tree, TextSpan span)
        {
            Count++;
            var earlier = tree == Tree ? span.Start < Span.Start : string.CompareOrdinal(tree.FilePath, Tree.FilePath) < 0;
            if (!earlier)
                return;
            Tree = tree;
            Span = span;
        }
    }
}
