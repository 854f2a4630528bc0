using System.Globalization;

namespace ScaleLint.Graph.Facts;

/// <summary>Reads facts written by <see cref="FactsWriter"/>. Whatever the text, it ends in facts or in a <see cref="FactsFormatException"/>.</summary>
public sealed class FactsReader
{
    private readonly FactsTokenReader _in;
    private readonly FactsPool? _pool;

    private FactsReader(FactsTokenReader reader, FactsPool? pool) => (_in, _pool) = (reader, pool);

    /// <summary>The facts of a file with exactly one section.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="pool">What other files are read into, so that what is the same in all of them is held once; null reads for itself.</param>
    public static AssemblyFacts Read(string text, string file, FactsPool? pool = null)
    {
        var all = ReadAll(text, file, pool);
        return all.Count == 1
            ? all[0]
            : throw new FactsFormatException(file, 1, string.Format(CultureInfo.InvariantCulture, "expected the facts of one assembly, found {0}", all.Count));
    }

    /// <summary>The facts of all sections of a file, in its order; an empty file has none.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="pool">What other files are read into; null reads for itself.</param>
    public static IReadOnlyList<AssemblyFacts> ReadAll(string text, string file, FactsPool? pool = null)
    {
        var result = new List<AssemblyFacts>();
        for (var at = text.Length > 0 && text[0] == '\ufeff' ? 1 : 0; at < text.Length;)
        {
            var (start, end) = Section(text, file, at);
            var reader = new FactsTokenReader(text, file, start, end);
            reader.Tables(pool);
            result.Add(new FactsReader(reader, pool).Assembly());
            if (!reader.IsAtEnd)
            {
                throw reader.Damaged("there is more text than facts");
            }

            at = end;
        }

        return result;
    }

    private static (int Start, int End) Section(string text, string file, int at)
    {
        var newLine = text.IndexOf('\n', at, Math.Min(256, text.Length - at));
        var header = newLine < 0 ? [] : text.Substring(at, newLine - at).Split(' ');
        if (header.Length < 2 || header[0] != FactsFormat.Magic)
        {
            throw FactsTokenReader.Damaged(text, file, at, "no header; this is no facts file or it was cut off");
        }

        if (header[1] != FactsFormat.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw FactsTokenReader.Damaged(text, file, at,
                "format version " + header[1] + ", this ScaleLint reads version " + FactsFormat.Version.ToString(CultureInfo.InvariantCulture));
        }

        if (header.Length != 4 || !int.TryParse(header[3], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw FactsTokenReader.Damaged(text, file, at, "the header has no length");
        }

        var start = newLine + 1;
        if (length > text.Length - start)
        {
            throw FactsTokenReader.Damaged(text, file, text.Length,
                string.Format(CultureInfo.InvariantCulture, "the file was cut off: {0} characters are missing", length - (text.Length - start)));
        }

        if (FactsWriter.Hash(text.Substring(start, length)) != header[2])
        {
            throw FactsTokenReader.Damaged(text, file, at, "content and hash differ: the file was changed by hand or in transit");
        }

        return (start, start + length);
    }

    private AssemblyFacts Assembly()
    {
        var name = _in.String();
        var origin = _in.Enum(2, v => (FactsOrigin)v);
        var output = _in.Enum(2, v => (OutputKind)v);
        var isTest = _in.Bool();
        var references = List(_in.String);
        var externals = _in.Count();
        var problems = _in.Count();
        var types = _in.Count();
        _in.EndLine();
        var externalTypes = Lines(externals, External);
        var unread = Lines(problems, Problem);
        return new AssemblyFacts(name, origin, output, isTest, references, Lines(types, Type), externalTypes, unread);
    }

    private ExternalType External()
    {
        var external = new ExternalType(_in.Type(), OptionalType(), List(_in.Type));
        _in.EndLine();
        return _pool?.Share(external) ?? external;
    }

    private FactsProblem Problem()
    {
        var problem = new FactsProblem(_in.String(), _in.String(), _in.Position());
        _in.EndLine();
        return problem;
    }

    private TypeFacts Type()
    {
        var name = _in.String();
        var kind = _in.Enum(5, v => (TypeKind)v);
        var flags = (TypeFlags)_in.Flags();
        var @base = OptionalType();
        var interfaces = List(_in.Type);
        var typeArguments = List(_in.String);
        var attributes = List(Attribute);
        var at = _in.Position();
        var references = List(() => new TypeReference(_in.Type(), _in.Int(), _in.Position()));
        var fields = _in.Count();
        var methods = _in.Count();
        _in.EndLine();
        return new TypeFacts(name, kind, flags, @base, interfaces, typeArguments, attributes, Lines(fields, Field), Lines(methods, Method), references, at);
    }

    private FieldFacts Field()
    {
        var field = new FieldFacts(_in.String(), _in.String(), (FieldFlags)_in.Flags(), List(Attribute), _in.Position());
        _in.EndLine();
        return field;
    }

    private MethodFacts Method()
    {
        var id = _in.String();
        var flags = (MethodFlags)_in.Flags();
        var returnType = _in.String();
        var parameters = List(Parameter);
        var overrides = List(_in.Member);
        var attributes = List(Attribute);
        var at = _in.Position();
        var body = Node(0);
        var lambdas = List(Lambda);
        var locals = List(() => new LocalFacts(_in.String(), _in.String(), Operands(0)));
        _in.EndLine();
        return new MethodFacts(id, flags, returnType, parameters, overrides, attributes, body, lambdas, locals, at);
    }

    private LambdaFacts Lambda()
    {
        var name = _in.String();
        var isAsync = _in.Bool();
        var returnType = _in.String();
        var parameters = List(Parameter);
        var attributes = List(Attribute);
        var at = _in.Position();
        return new LambdaFacts(name, isAsync, returnType, parameters, attributes, RequiredNode(0), at);
    }

    private ParameterFacts Parameter() => new(_in.String(), _in.String(), List(Attribute));

    private AttributeFacts Attribute() => new(_in.Type(), Operands(0), List(() => new NamedOperand(_in.String(), RequiredOperand(0))));

    private Node RequiredNode(int depth) => Node(depth) ?? throw _in.Damaged("a node is missing");

    private Node? Node(int depth)
    {
        if (depth >= FactsFormat.MaxDepth)
        {
            throw _in.Damaged("nodes are nested too deep");
        }

        var tag = _in.Enum(11, v => (FactsFormat.NodeTag)v);
        if (tag == FactsFormat.NodeTag.Null)
        {
            return null;
        }

        var at = _in.Position();
        switch (tag)
        {
            case FactsFormat.NodeTag.Sequence:
                return new SequenceNode(Nodes(depth), at);
            case FactsFormat.NodeTag.Branch:
                return new BranchNode(_in.Enum(5, v => (BranchKind)v), RequiredOperand(0), Nodes(depth), at);
            case FactsFormat.NodeTag.Loop:
                var kind = _in.Enum(6, v => (LoopKind)v);
                var source = RequiredOperand(0);
                var hasBound = _in.Bool();
                var bound = _in.Int();
                return new LoopNode(kind, source, hasBound ? bound : null, _in.Int(), RequiredNode(depth + 1), RequiredNode(depth + 1), at);
            case FactsFormat.NodeTag.Try:
                return Try(depth, at);
            case FactsFormat.NodeTag.Lock:
                return new LockNode(RequiredOperand(0), RequiredNode(depth + 1), at);
            case FactsFormat.NodeTag.Using:
                return new UsingNode(RequiredOperand(0), _in.Bool(), RequiredNode(depth + 1), at);
            case FactsFormat.NodeTag.Write:
                var member = Operand(0) as FieldOperand ?? throw _in.Damaged("a write names no field");
                return new WriteNode(member, RequiredOperand(0), _in.Enum(6, v => (WriteKind)v), at);
            case FactsFormat.NodeTag.Await:
                return new AwaitNode(RequiredOperand(0), at);
            case FactsFormat.NodeTag.Jump:
                return new JumpNode(_in.Enum(8, v => (JumpKind)v), Operand(0), at);
            default:
                return Call(at);
        }
    }

    private TryNode Try(int depth, Position at)
    {
        var body = RequiredNode(depth + 1);
        var catches = List(() =>
        {
            var hasException = _in.Bool();
            var exception = hasException ? _in.String() : null;
            var hasFilter = _in.Bool();
            var clauseAt = _in.Position();
            return new CatchClause(exception, hasFilter, RequiredNode(depth + 1), clauseAt);
        });
        return new TryNode(body, catches, Node(depth + 1), at);
    }

    private CallNode Call(Position at)
    {
        var id = _in.Int();
        var kind = _in.Enum(6, v => (CallKind)v);
        var callee = _in.Member();
        var localFunction = _in.Int();
        var receiver = Operand(0);
        var receiverType = _in.String();
        var arguments = Operands(0);
        var typeArguments = List(_in.String);
        var returnType = _in.String();
        return new CallNode(id, kind, callee, localFunction, receiver, receiverType, arguments, typeArguments, returnType,
            _in.Enum(5, v => (AwaitMode)v), _in.Enum(5, v => (TokenUse)v), at);
    }

    private Operand RequiredOperand(int depth) => Operand(depth) ?? throw _in.Damaged("an operand is missing");

    private Operand? Operand(int depth)
    {
        if (depth >= FactsFormat.MaxDepth)
        {
            throw _in.Damaged("operands are nested too deep");
        }

        switch (_in.Enum(20, v => (FactsFormat.OperandTag)v))
        {
            case FactsFormat.OperandTag.Null:
                return null;
            case FactsFormat.OperandTag.Unknown:
                return UnknownOperand.Instance;
            case FactsFormat.OperandTag.Default:
                return DefaultOperand.Instance;
            case FactsFormat.OperandTag.ConstNull:
                return new ConstOperand(null);
            case FactsFormat.OperandTag.False:
                return new ConstOperand(false);
            case FactsFormat.OperandTag.True:
                return new ConstOperand(true);
            case FactsFormat.OperandTag.Integer:
                return new ConstOperand(_in.Signed());
            case FactsFormat.OperandTag.Double:
                return new ConstOperand(BitConverter.Int64BitsToDouble((long)_in.Number()));
            case FactsFormat.OperandTag.String:
                return new ConstOperand(_in.String());
            case FactsFormat.OperandTag.Result:
                return new ResultOperand(_in.Int());
            case FactsFormat.OperandTag.Awaited:
                return new AwaitedOperand(RequiredOperand(depth + 1));
            case FactsFormat.OperandTag.Parameter:
                return new ParameterOperand(_in.Int(), _in.Int());
            case FactsFormat.OperandTag.Local:
                return new LocalOperand(_in.Int());
            case FactsFormat.OperandTag.This:
                return ThisOperand.Instance;
            case FactsFormat.OperandTag.Field:
                return new FieldOperand(_in.Member(), Operand(depth + 1), _in.String(), (FieldFlags)_in.Flags());
            case FactsFormat.OperandTag.Lambda:
                return new LambdaOperand(_in.Int());
            case FactsFormat.OperandTag.MethodGroup:
                return new MethodGroupOperand(_in.Member(), Operand(depth + 1));
            case FactsFormat.OperandTag.Type:
                return new TypeOperand(_in.String());
            case FactsFormat.OperandTag.Array:
                return new ArrayOperand(Operands(depth + 1));
            default:
                return new ComputedOperand(_in.String(), Operands(depth + 1));
        }
    }

    private TypeRef? OptionalType() => _in.Bool() ? _in.Type() : null;

    private IReadOnlyList<Operand> Operands(int depth) => Many(_in.Count(), this, depth, static (reader, depth) => reader.RequiredOperand(depth));

    private IReadOnlyList<Node> Nodes(int depth) => Many(_in.Count(), this, depth, static (reader, depth) => reader.RequiredNode(depth + 1));

    private IReadOnlyList<T> List<T>(Func<T> read) => Lines(_in.Count(), read);

    private static IReadOnlyList<T> Lines<T>(int count, Func<T> read) => Many(count, read, 0, static (read, _) => read());

    /// <summary>A count in a damaged file must not decide how much is allocated: a long list grows as it is read.</summary>
    private static IReadOnlyList<T> Many<T, TFrom>(int count, TFrom from, int depth, Func<TFrom, int, T> read)
    {
        const int Short = 16;
        if (count == 0)
        {
            return [];
        }

        if (count > Short)
        {
            var items = new List<T>(Short);
            for (var i = 0; i < count; i++)
            {
                items.Add(read(from, depth));
            }

            return items;
        }

        var few = new T[count];
        for (var i = 0; i < count; i++)
        {
            few[i] = read(from, depth);
        }

        return few;
    }
}
