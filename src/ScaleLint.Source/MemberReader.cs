using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>Reads the methods of one type. Not thread-safe.</summary>
internal sealed class MemberReader
{
    private readonly SourceContext _context;
    private readonly TypeReferences _references;
    private readonly Func<SyntaxTree, SemanticModel> _models;
    private readonly List<FactsProblem> _problems;
    private readonly CancellationToken _cancellation;

    public MemberReader(SourceContext context, TypeReferences references, Func<SyntaxTree, SemanticModel> models, List<FactsProblem> problems, CancellationToken cancellation)
    {
        _context = context;
        _references = references;
        _models = models;
        _problems = problems;
        _cancellation = cancellation;
    }

    /// <param name="method">A method of the own assembly, not a local function; of a partial one the definition.</param>
    /// <param name="overrides">What it implements of interfaces.</param>
    public MethodFacts Read(IMethodSymbol method, IReadOnlyList<IMethodSymbol> overrides)
    {
        _cancellation.ThrowIfCancellationRequested();
        var written = method.PartialImplementationPart ?? method;
        var at = IdentifierPosition(written, out var isGenerated);
        var flags = Flags(method);
        if (isGenerated || GeneratedCode.IsMarked(method))
            flags |= MethodFlags.Generated;
        var reader = new BodyReader(_context, _references, written, _models, _cancellation);
        Node? body = null;
        IReadOnlyList<LambdaFacts> lambdas = [];
        IReadOnlyList<LocalFacts> locals = [];
        if (!method.IsAbstract && !method.IsExtern)
        {
            try
            {
                ReadBody(reader, written, at);
                body = reader.Body;
                lambdas = reader.Lambdas();
                locals = reader.Locals();
            }
            catch (InsufficientExecutionStackException)
            {
                body = null;
                flags |= MethodFlags.Unread;
                _problems.Add(new FactsProblem("SL0001", $"{_context.Names.Member(method).Id} is nested too deeply to be read.", at));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // A compiler older or younger than those tried must not end a build: the member is unread, and the facts say so.
                body = null;
                flags |= MethodFlags.Unread;
                _problems.Add(new FactsProblem("SL0002", $"{_context.Names.Member(method).Id} could not be read ({exception.GetType().Name}).", at));
            }
            if (reader.Yields)
                flags |= MethodFlags.Iterator;
            if (reader.HasErrors && _context.ReadsBodyErrors)
                AddErrors(written);
        }
        return new MethodFacts(
            _context.Names.Member(method).Id, flags, _context.Names.Type(method.ReturnType), Parameters(method), Overrides(method, overrides),
            AttributeReader.Read(_context, method, _references), body, lambdas, locals, at);
    }

    private void ReadBody(BodyReader reader, IMethodSymbol method, Position at)
    {
        if (method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor)
        {
            new ConstructorReader(_context, _models, _cancellation).Read(reader, method, at);
            return;
        }
        if (method.AssociatedSymbol is IPropertySymbol property && AutoAccessor(method, property) is { } storage)
        {
            if (method.MethodKind == MethodKind.PropertyGet)
                reader.AddReturn(storage, at);
            else
                reader.AddWrite(storage, new ParameterOperand(-1, 0), at);
            return;
        }
        foreach (var reference in method.DeclaringSyntaxReferences)
            reader.Read(_models(reference.SyntaxTree).GetOperation(Nesting.Checked(reference.GetSyntax(_cancellation)), _cancellation));
    }

    private FieldOperand? AutoAccessor(IMethodSymbol method, IPropertySymbol property)
    {
        var wanted = method.MethodKind == MethodKind.PropertyGet ? AutoAccessors.Get : AutoAccessors.Set;
        if ((_context.Auto(property) & wanted) == 0)
            return null;
        return new FieldOperand(_context.Names.Member(property), property.IsStatic ? null : ThisOperand.Instance, _context.Names.Type(property.Type), FieldFlagsOf.Property(property));
    }

    private IReadOnlyList<ParameterFacts> Parameters(IMethodSymbol method)
    {
        var definition = SymbolNames.Static(method);
        foreach (var parameter in method.Parameters)
            Name(parameter.Type, parameter);
        if (!method.ReturnsVoid && method.DeclaringSyntaxReferences.Length > 0 && method.MethodKind != MethodKind.Constructor)
            Name(method.ReturnType, method);
        if (definition.Parameters.IsEmpty)
            return [];
        var parameters = new ParameterFacts[definition.Parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = definition.Parameters[i];
            parameters[i] = new ParameterFacts(parameter.Name, _context.Names.Parameter(parameter), AttributeReader.Read(_context, parameter, _references));
        }
        return parameters;
    }

    private void Name(ITypeSymbol type, ISymbol where)
    {
        foreach (var reference in where.DeclaringSyntaxReferences)
        {
            var span = reference.GetSyntax(_cancellation) switch
            {
                MethodDeclarationSyntax method => method.ReturnType.Span,
                ParameterSyntax { Type: { } named } => named.Span,
                ConversionOperatorDeclarationSyntax conversion => conversion.Type.Span,
                OperatorDeclarationSyntax @operator => @operator.ReturnType.Span,
                _ => where.Locations.Length > 0 ? where.Locations[0].SourceSpan : reference.Span,
            };
            _references.Add(type, reference.SyntaxTree, span);
            return;
        }
        _references.AddValue(type);
    }

    private IReadOnlyList<MemberRef> Overrides(IMethodSymbol method, IReadOnlyList<IMethodSymbol> interfaces)
    {
        if (method.OverriddenMethod is null && interfaces.Count == 0)
            return [];
        var result = new List<MemberRef>();
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            result.Add(_context.Names.Member(overridden));
        foreach (var implemented in interfaces)
        {
            var member = _context.Names.Member(implemented);
            if (!result.Contains(member))
                result.Add(member);
        }
        return result;
    }

    private MethodFlags Flags(IMethodSymbol method)
    {
        var flags = MethodFlags.None;
        var definition = SymbolNames.Static(method);
        if (definition.IsStatic)
            flags |= MethodFlags.Static;
        if (method.IsAsync || method.PartialImplementationPart is { IsAsync: true })
            flags |= MethodFlags.Async;
        if (method.IsAbstract)
            flags |= MethodFlags.Abstract;
        if (method.IsVirtual)
            flags |= MethodFlags.Virtual;
        if (method.IsOverride)
            flags |= MethodFlags.Override;
        if (method.MethodKind == MethodKind.Constructor)
            flags |= MethodFlags.Constructor;
        if (method.MethodKind == MethodKind.StaticConstructor)
            flags |= MethodFlags.StaticConstructor;
        if (method.DeclaredAccessibility == Accessibility.Public)
            flags |= MethodFlags.Public;
        if (method.IsExtern)
            flags |= MethodFlags.Extern;
        if (method.AssociatedSymbol is IPropertySymbol or IEventSymbol)
            flags |= MethodFlags.Accessor;
        if (definition.IsExtensionMethod)
            flags |= MethodFlags.Extension;
        if (_context.EntryPoint is { } main && SymbolEqualityComparer.Default.Equals(main, method))
            flags |= MethodFlags.Main;
        return flags;
    }

    private Position IdentifierPosition(IMethodSymbol method, out bool isGenerated)
    {
        isGenerated = false;
        var at = Position.None;
        // A constructor nobody wrote stands at its type, in a part that a person wrote if there is one.
        foreach (var location in method.IsImplicitlyDeclared ? method.ContainingType.Locations : method.Locations)
        {
            if (location.SourceTree is not { } tree)
                continue;
            var file = _context.File(tree, _cancellation);
            if (at.IsKnown && file.IsGenerated)
                continue;
            isGenerated = file.IsGenerated;
            var span = location.SourceSpan;
            if (method.Name == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName)
                span = FirstStatement(tree) ?? new TextSpan(span.Start, 0);
            at = file.At(span);
            if (!isGenerated)
                break;
        }
        return at;
    }

    private TextSpan? FirstStatement(SyntaxTree tree)
    {
        foreach (var member in ((CompilationUnitSyntax)tree.GetRoot(_cancellation)).Members)
        {
            if (member is GlobalStatementSyntax)
                return member.GetFirstToken().Span;
        }
        return null;
    }

    private void AddErrors(IMethodSymbol method)
    {
        // Asking for a member's diagnostics binds it once more; a type that is broken all over need not say so a hundred times.
        if (_problems.Count >= SourceProblems.LimitOfType)
            return;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var diagnostic in _models(reference.SyntaxTree).GetDiagnostics(reference.Span, _cancellation))
            {
                if (SourceProblems.From(_context, diagnostic, _cancellation) is { } problem)
                    _problems.Add(problem);
            }
        }
    }
}
