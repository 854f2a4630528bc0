using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>
/// Turns the operations of one member into its behaviour tree. Used once per member, on one thread.
/// Steps are pushed on one list; whoever opens a block seals what was pushed since into a node.
/// </summary>
internal sealed partial class BodyReader
{
    /// <summary>Nested blocks deeper than this are not read: everyone who walks the tree later walks it recursively.</summary>
    private const int MaxDepth = 300;

    private static readonly IReadOnlyList<Node> NoNodes = [];
    private static readonly SequenceNode Empty = new(NoNodes, Position.None);

    private readonly SourceContext _context;
    private readonly TypeReferences _references;
    private readonly IMethodSymbol _owner;
    private readonly Func<SyntaxTree, SemanticModel> _models;
    private readonly CancellationToken _cancellation;
    private readonly List<Node> _steps = [];
    private readonly List<LambdaFacts?> _lambdas = [];
    private readonly List<LocalBuilder> _locals = [];
    private readonly Dictionary<ISymbol, int> _localIndex = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, int> _localFunctions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ParameterOperand> _lambdaParameters = new(SymbolEqualityComparer.Default);
    private readonly Stack<Operand> _initialized = new();
    private readonly Stack<Operand> _matched = new();
    private readonly Stack<Operand> _conditional = new();
    private SourceFile? _file;
    private SyntaxTree? _fileTree;
    private int _calls;
    private int _depth;
    private int _lambdaDepth;

    public BodyReader(SourceContext context, TypeReferences references, IMethodSymbol owner, Func<SyntaxTree, SemanticModel> models, CancellationToken cancellation)
    {
        _context = context;
        _references = references;
        _owner = owner;
        _models = models;
        _cancellation = cancellation;
    }

    /// <summary>Whether a <c>yield</c> was met outside lambdas and local functions.</summary>
    public bool Yields { get; private set; }

    /// <summary>Whether something did not bind.</summary>
    public bool HasErrors { get; private set; }

    public Node Body => Seal(0);

    public void Read(IOperation? operation) => Visit(operation);

    /// <summary>Adds a write that no operation stands for: an initialiser, or a captured primary-constructor parameter.</summary>
    public void AddWrite(FieldOperand member, Operand value, Position at) => _steps.Add(new WriteNode(member, value, WriteKind.Assign, at));

    /// <summary>The value of an initialiser.</summary>
    public Operand Value(IOperation operation) => Visit(operation);

    public void AddReturn(Operand value, Position at) => _steps.Add(new JumpNode(JumpKind.Return, value, at));

    /// <summary>Adds the call of a base constructor that nobody wrote.</summary>
    public void AddBaseCall(IMethodSymbol constructor, Position at)
    {
        var arguments = constructor.Parameters.Length == 0 ? [] : new Operand[constructor.Parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = DefaultOperand.Instance;
        AddCall(CallKind.Direct, constructor, ThisOperand.Instance, _context.Names.Type(constructor.ContainingType), arguments, constructor.ReturnType, AwaitMode.None, TokenUse.NotAccepted, at);
    }

    public IReadOnlyList<LambdaFacts> Lambdas()
    {
        if (_lambdas.Count == 0)
            return [];
        var result = new LambdaFacts[_lambdas.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = _lambdas[i] ?? new LambdaFacts("", false, "", [], [], Empty, Position.None);
        return result;
    }

    public IReadOnlyList<LocalFacts> Locals()
    {
        if (_locals.Count == 0)
            return [];
        var result = new LocalFacts[_locals.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = _locals[i].ToFacts();
        return result;
    }

    private Position At(SyntaxNode node) => At(node.SyntaxTree, node.Span);

    private Position At(SyntaxToken token) => token.SyntaxTree is { } tree ? At(tree, token.Span) : Position.None;

    private Position At(SyntaxTree tree, TextSpan span)
    {
        if (_fileTree != tree)
        {
            _file = _context.File(tree, _cancellation);
            _fileTree = tree;
        }
        return _file!.At(span);
    }

    /// <summary>Makes one node of what was pushed since <paramref name="mark"/>: nothing is an empty sequence, a single step itself.</summary>
    private Node Seal(int mark)
    {
        var count = _steps.Count - mark;
        if (count == 0)
            return Empty;
        var first = _steps[mark];
        Node node = first;
        if (count > 1)
        {
            var steps = new Node[count];
            _steps.CopyTo(mark, steps, 0, count);
            node = new SequenceNode(steps, first.At);
        }
        _steps.RemoveRange(mark, count);
        return node;
    }

    /// <summary>What an operation does, as a node of its own.</summary>
    private Node Capture(IOperation? operation) => Capture(operation, out _);

    private Node Capture(IOperation? operation, out Operand value)
    {
        Enter();
        var mark = _steps.Count;
        value = Visit(operation);
        _depth--;
        return Seal(mark);
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
            throw new InsufficientExecutionStackException();
    }

    private static bool IsEmpty(Node node) => node is SequenceNode { Steps.Count: 0 };

    private Operand Visit(IOperation? operation)
    {
        if (operation is null)
            return UnknownOperand.Instance;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return IsStatement(operation.Kind) ? VisitStatement(operation) : VisitExpression(operation);
    }

    private void VisitAll(IEnumerable<IOperation> operations)
    {
        foreach (var operation in operations)
            Visit(operation);
    }

    private Operand VisitChildren(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
            Visit(child);
        return UnknownOperand.Instance;
    }

    private int Local(ILocalSymbol local)
    {
        if (_localIndex.TryGetValue(local, out var index))
            return index;
        HasErrors |= local.Type.TypeKind == Microsoft.CodeAnalysis.TypeKind.Error;
        index = _locals.Count;
        _localIndex.Add(local, index);
        _locals.Add(new LocalBuilder(local.Name, _context.Names.Type(local.Type)));
        _references.AddValue(local.Type);
        return index;
    }

    private void Define(ILocalSymbol local, Operand value) => _locals[Local(local)].Definitions.Add(value);

    private int LocalFunction(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        if (_localFunctions.TryGetValue(method, out var index))
            return index;
        index = _lambdas.Count;
        _lambdas.Add(null);
        _localFunctions.Add(method, index);
        return index;
    }

    private readonly struct LocalBuilder(string name, string type)
    {
        public List<Operand> Definitions { get; } = [];

        public LocalFacts ToFacts() => new(name, type, Definitions.ToArray());
    }
}
