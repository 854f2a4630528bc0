using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
        if (!options.SharesBinding && compilation is CSharpCompilation { Options.NullableContextOptions: not NullableContextOptions.Disable } own)
            compilation = own.WithOptions(own.Options.WithNullableContextOptions(NullableContextOptions.Disable));
        return new SourceExtractor(compilation, options).Extract(cancellation);
    }

    /// <summary>The facts of the whole compilation: types sorted by name, members by id, the same for any number of threads.</summary>
    public AssemblyFacts Extract(CancellationToken cancellation)
    {
        var problems = new List<FactsProblem>();
        AddCompileErrors(problems, cancellation);
        _context.ReadsBodyErrors = !_options.AllErrors && problems.Count < SourceProblems.Limit;
        var symbols = new List<INamedTypeSymbol>();
        Collect(_context.Assembly.GlobalNamespace, symbols);
        var types = new TypeFacts[symbols.Count];
        var readers = new TypeReader[symbols.Count];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = _options.Threads > 0 ? _options.Threads : -1 };
        Parallel.For(0, symbols.Count, parallel, i =>
        {
            var models = new Dictionary<SyntaxTree, SemanticModel>();
            readers[i] = new TypeReader(_context, symbols[i], tree => Model(models, tree), cancellation);
            types[i] = readers[i].Read(withBodies: true);
        });

        var externals = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var reader in readers)
        {
            problems.AddRange(reader.Problems);
            externals.UnionWith(reader.Externals);
        }
        Array.Sort(types, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var named = BaseTypes.Externals(_context, externals);
        return new AssemblyFacts(
            _context.Assembly.Name, FactsOrigin.Source, _options.Output ?? Output(), _options.IsTest ?? TestFrameworks.AreReferenced(_context.Compilation),
            References(named), types, named, SourceProblems.Ordered(problems));
    }

    /// <summary>
    /// The facts of one member, for live analysis. A field or property with an initialiser is part of its constructor's facts.
    /// </summary>
    /// <param name="member">A method, constructor, accessor, operator or top-level entry point of the compilation.</param>
    /// <param name="models">The semantic model of a tree; a host passes its own, so that nothing is bound twice.</param>
    /// <returns>Null for what has no facts of its own: other kinds of members, lambdas, local functions, bodiless accessors.</returns>
    public MethodFacts? ExtractMember(ISymbol member, Func<SyntaxTree, SemanticModel> models, CancellationToken cancellation)
    {
        if (member is not IMethodSymbol { MethodKind: not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) } method || !_context.IsOwn(method))
            return null;
        method = method.PartialDefinitionPart ?? method;
        var type = method.ContainingType;
        var implementations = new InterfaceImplementations(type);
        return TypeMembers.IsRead(_context, method, implementations, cancellation)
            ? new TypeReader(_context, type, models, cancellation).ReadMember(method)
            : null;
    }

    /// <summary>A type with its fields and the signatures of its members; their bodies are null and marked <see cref="MethodFlags.Unread"/>.</summary>
    public TypeFacts ExtractTypeSkeleton(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var models = new Dictionary<SyntaxTree, SemanticModel>();
        return new TypeReader(_context, type.OriginalDefinition, tree => Model(models, tree), cancellation).Read(withBodies: false);
    }

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
                case INamedTypeSymbol type when !SymbolNames.IsExtensionBlock(type) && type.DeclaringSyntaxReferences.Length > 0:
                    found.Add(type);
                    Collect(type, found);
                    break;
            }
        }
    }

    private void AddCompileErrors(List<FactsProblem> problems, CancellationToken cancellation)
    {
        if (_options.AllErrors)
        {
            foreach (var diagnostic in _context.Compilation.GetDiagnostics(cancellation))
                Add(diagnostic);
            return;
        }
        foreach (var diagnostic in _context.Compilation.GetParseDiagnostics(cancellation))
            Add(diagnostic);
        foreach (var diagnostic in _context.Compilation.GetDeclarationDiagnostics(cancellation))
            Add(diagnostic);

        void Add(Diagnostic diagnostic)
        {
            if (SourceProblems.From(_context, diagnostic, cancellation) is { } problem)
                problems.Add(problem);
        }
    }

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
