using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Graph.Facts;
using OutputKind = ScaleLint.Graph.Facts.OutputKind;

namespace ScaleLint.Source;

/// <summary>
/// Turns a compilation into facts. One instance serves one compilation, keeps what is looked up once per compilation,
/// and may be used by many threads at once. Nothing it does throws but a cancelled token.
/// </summary>
public sealed class SourceExtractor
{
    private readonly SourceContext _context;
    private readonly SourceOptions _options;

    /// <summary>Prepares extraction; cheap.</summary>
    public SourceExtractor(Compilation compilation, SourceOptions options)
    {
        _options = options;
        _context = new SourceContext(compilation, options);
    }

    /// <summary>The facts of a whole compilation.</summary>
    public static AssemblyFacts Extract(Compilation compilation, SourceOptions options, CancellationToken cancellation)
    {
        return new SourceExtractor(options.SharesBinding ? compilation : WithoutNullability(compilation), options).Extract(cancellation);
    }

    /// <summary>The same program without nullable analysis, which takes a quarter of the time that binding takes and changes no fact.</summary>
    public static Compilation WithoutNullability(Compilation compilation) =>
        compilation is CSharpCompilation { Options.NullableContextOptions: not NullableContextOptions.Disable } own ? own.WithOptions(own.Options.WithNullableContextOptions(NullableContextOptions.Disable)) : compilation;

    /// <summary>The facts of the whole compilation: types sorted by name, members by id, the same for any number of threads.</summary>
    public AssemblyFacts Extract(CancellationToken cancellation)
    {
        var known = _options.Remembers ? SourceMemory.Find(_context.Compilation, cancellation) : null;
        var found = known == null ? All(cancellation) : Changed(known, cancellation);
        _context.ReadsBodyErrors = !_options.AllErrors && found.Problems.Count < SourceProblems.Limit;
        var externals = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var types = Read(found.Symbols, externals, cancellation);
        types.AddRange(found.Kept);
        types.Sort(static (a, b) => string.CompareOrdinal(a.Facts.Name, b.Facts.Name));

        IReadOnlyList<ExternalType> named = BaseTypes.Externals(_context, externals);
        if (_options.Remembers)
        {
            var memory = SourceMemory.Keep(known, _context.Compilation, types, named, found.Problems.ToLookup(x => x.Tree, x => x.Problem));
            if (known != null) named = memory.Closed(types.SelectMany(x => x.Externals)).OrderBy(x => x.Type, Comparer<TypeRef>.Create(BaseTypes.Compare)).ToList();
        }
        var problems = found.Problems.Select(x => x.Problem).Concat(types.SelectMany(x => x.Problems)).ToList();
        return new AssemblyFacts(
            _context.Assembly.Name, FactsOrigin.Source, _options.Output ?? Output(), _options.IsTest ?? TestFrameworks.AreReferenced(_context.Compilation),
            References(named), types.Select(x => x.Facts).ToList(), named, SourceProblems.Ordered(problems));
    }

    private List<ReadType> Read(List<INamedTypeSymbol> symbols, HashSet<INamedTypeSymbol> externals, CancellationToken cancellation)
    {
        var facts = new TypeFacts[symbols.Count];
        var readers = new TypeReader[symbols.Count];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = _options.Threads > 0 ? _options.Threads : -1 };
        Parallel.For(0, symbols.Count, parallel, i =>
        {
            var models = new Dictionary<SyntaxTree, SemanticModel>();
            readers[i] = new TypeReader(_context, symbols[i], tree => Model(models, tree), cancellation);
            facts[i] = readers[i].Read();
        });
        var types = new List<ReadType>(symbols.Count);
        for (var i = 0; i < readers.Length; i++)
        {
            externals.UnionWith(readers[i].Externals);
            var names = _options.Remembers ? readers[i].Externals.Where(x => !_context.IsOwn(x)).Select(x => _context.Names.Definition(x)).Distinct().ToList() : [];
            types.Add(new ReadType(facts[i], symbols[i].DeclaringSyntaxReferences.Select(x => x.SyntaxTree).Distinct().ToList(), names, readers[i].Problems));
        }
        return types;
    }

    private (List<INamedTypeSymbol> Symbols, List<ReadType> Kept, List<(SyntaxTree? Tree, FactsProblem Problem)> Problems) All(CancellationToken cancellation)
    {
        var symbols = new List<INamedTypeSymbol>();
        Collect(_context.Assembly.GlobalNamespace, symbols);
        var compilation = _context.Compilation;
        var errors = _options.AllErrors ? compilation.GetDiagnostics(cancellation) : compilation.GetParseDiagnostics(cancellation).AddRange(compilation.GetDeclarationDiagnostics(cancellation));
        return (symbols, [], Problems(errors, cancellation));
    }

    /// <summary>Types of files that changed since, and what holds of the others.</summary>
    private (List<INamedTypeSymbol> Symbols, List<ReadType> Kept, List<(SyntaxTree? Tree, FactsProblem Problem)> Problems) Changed(SourceMemory known, CancellationToken cancellation)
    {
        var trees = new HashSet<SyntaxTree>(_context.Compilation.SyntaxTrees);
        var kept = new List<ReadType>();
        var problems = known.Problems.Select(x => ((SyntaxTree?)null, x)).ToList();
        var symbols = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var tree in _context.Compilation.SyntaxTrees)
        {
            if (known.Of(tree) is { } before)
            {
                kept.AddRange(before.Types.Where(x => x.Trees.All(trees.Contains)));
                problems.AddRange(before.Problems.Select(x => ((SyntaxTree?)tree, x)));
                continue;
            }
            var model = _context.Compilation.GetSemanticModel(tree);
            problems.AddRange(Problems(tree.GetDiagnostics(cancellation).Concat(model.GetDeclarationDiagnostics(null, cancellation)), cancellation));
            symbols.UnionWith(Declared(model, tree.GetRoot(cancellation), cancellation).Where(IsType));
        }
        return ([.. symbols], kept, problems);
    }

    private static IEnumerable<INamedTypeSymbol> Declared(SemanticModel model, SyntaxNode root, CancellationToken cancellation)
    {
        foreach (var node in root.DescendantNodes(x => x is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && model.GetDeclaredSymbol(node, cancellation) is INamedTypeSymbol type) yield return type;
            else if (node is GlobalStatementSyntax && model.GetDeclaredSymbol(root, cancellation) is IMethodSymbol main) yield return main.ContainingType;
        }
    }

    private List<(SyntaxTree? Tree, FactsProblem Problem)> Problems(IEnumerable<Diagnostic> errors, CancellationToken cancellation) =>
        errors.Select(x => (x.Location.SourceTree, SourceProblems.From(_context, x, cancellation)!)).Where(x => x.Item2 != null).ToList();

    private SemanticModel Model(Dictionary<SyntaxTree, SemanticModel> models, SyntaxTree tree)
    {
        if (!models.TryGetValue(tree, out var model))
            models.Add(tree, model = _context.Compilation.GetSemanticModel(tree));
        return model;
    }

    private static void Collect(INamespaceOrTypeSymbol container, List<INamedTypeSymbol> found)
    {
        foreach (var member in container.GetMembers())
        {
            switch (member)
            {
                case INamespaceSymbol space:
                    Collect(space, found);
                    break;
                case INamedTypeSymbol type when IsType(type):
                    found.Add(type);
                    Collect(type, found);
                    break;
            }
        }
    }

    private static bool IsType(INamedTypeSymbol type) => !SymbolNames.IsExtensionBlock(type) && type.DeclaringSyntaxReferences.Length > 0;

    private OutputKind Output() => _context.Compilation.Options.OutputKind
        is Microsoft.CodeAnalysis.OutputKind.ConsoleApplication
        or Microsoft.CodeAnalysis.OutputKind.WindowsApplication
        or Microsoft.CodeAnalysis.OutputKind.WindowsRuntimeApplication
            ? OutputKind.Executable
            : OutputKind.Library;

    private static IReadOnlyList<string> References(IReadOnlyList<ExternalType> externals)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var external in externals)
            names.Add(external.Type.Assembly);
        return new List<string>(names);
    }
}
