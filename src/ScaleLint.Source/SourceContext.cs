using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace ScaleLint.Source;

/// <summary>What is looked up once per compilation and shared by all its members. Thread-safe.</summary>
internal sealed class SourceContext
{
    private readonly SourceOptions _options;
    private readonly ConcurrentDictionary<SyntaxTree, SourceFile> _files = new();
    private readonly ConcurrentDictionary<IPropertySymbol, AutoAccessors> _autoProperties = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _taskLike = new(SymbolEqualityComparer.Default);
    private readonly Lazy<IMethodSymbol?> _entryPoint;
    private readonly Lazy<IMethodSymbol?> _createInstance;

    public SourceContext(Compilation compilation, SourceOptions options)
    {
        Compilation = compilation;
        _options = options;
        Assembly = compilation.Assembly;
        Names = new SymbolNames();
        Tokens = new CancellationTokens(compilation, Names);
        _entryPoint = new Lazy<IMethodSymbol?>(() => compilation.Options.OutputKind
            is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication
            ? compilation.GetEntryPoint(CancellationToken.None)
            : null);
        _createInstance = new Lazy<IMethodSymbol?>(() => compilation.GetTypeByMetadataName("System.Activator")?.GetMembers("CreateInstance").OfType<IMethodSymbol>()
            .FirstOrDefault(x => x is { Arity: 1, Parameters.Length: 0 }));
    }

    public Compilation Compilation { get; }

    public IAssemblySymbol Assembly { get; }

    public SymbolNames Names { get; }

    public CancellationTokens Tokens { get; }

    /// <summary>Whether errors inside bodies are looked for: not while typing, nor when declarations alone fill the list.</summary>
    public bool ReadsBodyErrors { get; set; }

    public IMethodSymbol? EntryPoint => _entryPoint.Value;

    /// <summary><c>Activator.CreateInstance&lt;T&gt;()</c>, or null.</summary>
    public IMethodSymbol? CreateInstance => _createInstance.Value;

    public SourceFile File(SyntaxTree tree, CancellationToken cancellation) =>
        _files.TryGetValue(tree, out var file) ? file : _files.GetOrAdd(tree, new SourceFile(tree, _options, cancellation));

    public bool IsOwn(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Assembly);

    /// <summary>Which accessors of a property of the own assembly only read and write its backing field.</summary>
    public AutoAccessors Auto(IPropertySymbol property)
    {
        property = property.OriginalDefinition;
        if (!IsOwn(property) || property.IsIndexer || property.IsAbstract || property.IsExtern)
            return AutoAccessors.None;
        return _autoProperties.GetOrAdd(property, static p => AutoProperty.Find(p));
    }

    /// <summary>Whether values of the type are tasks, or structs that stand for them.</summary>
    public bool IsTaskLike(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && _taskLike.GetOrAdd(named.OriginalDefinition, static t => FindTaskLike((INamedTypeSymbol)t));

    private static bool FindTaskLike(INamedTypeSymbol type)
    {
        if (type.Name is "Task" or "ValueTask" && IsThreadingTasks(type.ContainingNamespace))
            return true;
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "AsyncMethodBuilderAttribute")
                return true;
        }
        return false;
    }

    /// <summary>Whether the namespace is <c>System.Threading.Tasks</c>.</summary>
    public static bool IsThreadingTasks(INamespaceSymbol? space) =>
        space is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>Whether the namespace is <c>System.Threading</c>.</summary>
    public static bool IsThreading(INamespaceSymbol? space) =>
        space is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
