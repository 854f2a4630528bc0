using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScaleLint.Graph.Facts;

/// <summary>Writes facts as text (<see cref="FactsFormat"/>): equal facts, equal text.</summary>
public sealed class FactsWriter
{
    private readonly FactsTokenWriter _out = new();

    private FactsWriter()
    {
    }

    /// <summary>One section. Sections may be concatenated into one file.</summary>
    public static string Write(AssemblyFacts facts)
    {
        var writer = new FactsWriter();
        writer.Assembly(facts);
        return Section(writer._out.Finish());
    }

    /// <summary>A section's body behind the header that goes with it.</summary>
    public static string Section(string body) =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1} {2} {3}\n", FactsFormat.Magic, FactsFormat.Version, Hash(body), body.Length) + body;

    /// <summary>One section per assembly, ordered by name.</summary>
    public static string WriteAll(IEnumerable<AssemblyFacts> assemblies) =>
        string.Concat(assemblies.OrderBy(a => a.Name, StringComparer.Ordinal).Select(Write));

    internal static string Hash(string body)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(body));
        var hex = new StringBuilder(64);
        foreach (var b in hash)
        {
            hex.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }

    private void Assembly(AssemblyFacts facts)
    {
        _out.String(facts.Name);
        _out.Count((int)facts.Origin);
        _out.Count((int)facts.Output);
        _out.Bool(facts.IsTest);
        List(facts.References, _out.String);
        _out.Count(facts.Externals.Count);
        _out.Count(facts.Problems.Count);
        _out.Count(facts.Types.Count);
        _out.EndLine();
        foreach (var external in facts.Externals)
        {
            _out.Type(external.Type);
            OptionalType(external.Base);
            List(external.Interfaces, _out.Type);
            _out.EndLine();
        }

        foreach (var problem in facts.Problems)
        {
            _out.String(problem.Code);
            _out.String(problem.Message);
            _out.Position(problem.At);
            _out.EndLine();
        }

        foreach (var type in facts.Types)
        {
            Type(type);
        }
    }

    private void Type(TypeFacts type)
    {
        _out.String(type.Name);
        _out.Count((int)type.Kind);
        _out.Count((int)type.Flags);
        OptionalType(type.Base);
        List(type.Interfaces, _out.Type);
        List(type.TypeArgumentsOfBases, _out.String);
        List(type.Attributes, Attribute);
        _out.Position(type.At);
        _out.Count(type.References.Count);
        foreach (var reference in type.References)
        {
            _out.Type(reference.Target);
            _out.Signed(reference.Count);
            _out.Position(reference.At);
        }

        _out.Count(type.Fields.Count);
        _out.Count(type.Methods.Count);
        _out.EndLine();
        foreach (var field in type.Fields)
        {
            _out.String(field.Id);
            _out.String(field.Type);
            _out.Count((int)field.Flags);
            List(field.Attributes, Attribute);
            _out.Position(field.At);
            _out.EndLine();
        }

        foreach (var method in type.Methods)
        {
            Method(method);
            _out.EndLine();
        }
    }

    private void Method(MethodFacts method)
    {
        _out.String(method.Id);
        _out.Count((int)method.Flags);
        _out.String(method.ReturnType);
        List(method.Parameters, Parameter);
        List(method.Overrides, _out.Member);
        List(method.Attributes, Attribute);
        _out.Position(method.At);
        Node(method.Body, 0);
        foreach (var lambda in Counted(method.Lambdas))
        {
            _out.String(lambda.Name);
            _out.Bool(lambda.IsAsync);
            _out.String(lambda.ReturnType);
            List(lambda.Parameters, Parameter);
            List(lambda.Attributes, Attribute);
            _out.Position(lambda.At);
            Node(lambda.Body, 0);
        }

        foreach (var local in Counted(method.Locals))
        {
            _out.String(local.Name);
            _out.String(local.Type);
            Operands(local.Definitions, 0);
        }
    }

    private void Parameter(ParameterFacts parameter)
    {
        _out.String(parameter.Name);
        _out.String(parameter.Type);
        List(parameter.Attributes, Attribute);
    }

    private void Attribute(AttributeFacts attribute)
    {
        _out.Type(attribute.Type);
        Operands(attribute.Arguments, 0);
        foreach (var named in Counted(attribute.Named))
        {
            _out.String(named.Name);
            Operand(named.Value, 0);
        }
    }

    private void Node(Node? node, int depth)
    {
        if (node is null)
        {
            _out.Count((int)FactsFormat.NodeTag.Null);
            return;
        }

        if (depth >= FactsFormat.MaxDepth - 2 && node is not (CallNode or WriteNode or AwaitNode or JumpNode))
        {
            node = new SequenceNode(FactsWalk.Leaves(node), node.At);
        }

        switch (node)
        {
            case SequenceNode n:
                Head(FactsFormat.NodeTag.Sequence, n);
                Nodes(n.Steps, depth);
                break;
            case BranchNode n:
                Head(FactsFormat.NodeTag.Branch, n);
                _out.Count((int)n.Kind);
                Operand(n.Condition, 0);
                Nodes(n.Arms, depth);
                break;
            case LoopNode n:
                Head(FactsFormat.NodeTag.Loop, n);
                _out.Count((int)n.Kind);
                Operand(n.Source, 0);
                _out.Bool(n.Bound is not null);
                _out.Signed(n.Bound ?? 0);
                _out.Signed(n.Element);
                Node(n.Condition, depth + 1);
                Node(n.Body, depth + 1);
                break;
            case TryNode n:
                Head(FactsFormat.NodeTag.Try, n);
                Node(n.Body, depth + 1);
                foreach (var clause in Counted(n.Catches))
                {
                    _out.OptionalString(clause.Exception);
                    _out.Bool(clause.HasFilter);
                    _out.Position(clause.At);
                    Node(clause.Body, depth + 1);
                }

                Node(n.Finally, depth + 1);
                break;
            case LockNode n:
                Head(FactsFormat.NodeTag.Lock, n);
                Operand(n.Target, 0);
                Node(n.Body, depth + 1);
                break;
            case UsingNode n:
                Head(FactsFormat.NodeTag.Using, n);
                Operand(n.Resource, 0);
                _out.Bool(n.IsAsync);
                Node(n.Body, depth + 1);
                break;
            default:
                Leaf(node);
                break;
        }
    }

    private void Leaf(Node node)
    {
        switch (node)
        {
            case WriteNode n:
                Head(FactsFormat.NodeTag.Write, n);
                Operand(n.Member, 0);
                Operand(n.Value, 0);
                _out.Count((int)n.Kind);
                break;
            case AwaitNode n:
                Head(FactsFormat.NodeTag.Await, n);
                Operand(n.Task, 0);
                break;
            case JumpNode n:
                Head(FactsFormat.NodeTag.Jump, n);
                _out.Count((int)n.Kind);
                Operand(n.Value, 0);
                break;
            case CallNode n:
                Head(FactsFormat.NodeTag.Call, n);
                _out.Signed(n.Id);
                _out.Count((int)n.Kind);
                _out.Member(n.Callee);
                _out.Signed(n.LocalFunction);
                Operand(n.Receiver, 0);
                _out.String(n.ReceiverType);
                Operands(n.Arguments, 0);
                List(n.TypeArguments, _out.String);
                _out.String(n.ReturnType);
                _out.Count((int)n.Await);
                _out.Count((int)n.Token);
                break;
            default:
                throw new InvalidOperationException("No format for node " + node.GetType().Name);
        }
    }

    private void Head(FactsFormat.NodeTag tag, Node node)
    {
        _out.Count((int)tag);
        _out.Position(node.At);
    }

    private void Nodes(IReadOnlyList<Node> nodes, int depth)
    {
        foreach (var node in Counted(nodes))
        {
            Node(node, depth + 1);
        }
    }

    private void Operands(IReadOnlyList<Operand> operands, int depth)
    {
        foreach (var operand in Counted(operands))
        {
            Operand(operand, depth);
        }
    }

    private void Operand(Operand? operand, int depth)
    {
        if (depth >= FactsFormat.MaxDepth - 1)
        {
            operand = UnknownOperand.Instance;
        }

        switch (operand)
        {
            case null:
                Tag(FactsFormat.OperandTag.Null);
                break;
            case UnknownOperand:
                Tag(FactsFormat.OperandTag.Unknown);
                break;
            case DefaultOperand:
                Tag(FactsFormat.OperandTag.Default);
                break;
            case ThisOperand:
                Tag(FactsFormat.OperandTag.This);
                break;
            case ConstOperand o:
                Constant(o.Value);
                break;
            case ResultOperand o:
                Tag(FactsFormat.OperandTag.Result);
                _out.Signed(o.Call);
                break;
            case AwaitedOperand o:
                Tag(FactsFormat.OperandTag.Awaited);
                Operand(o.Task, depth + 1);
                break;
            case ParameterOperand o:
                Tag(FactsFormat.OperandTag.Parameter);
                _out.Signed(o.Lambda);
                _out.Signed(o.Index);
                break;
            case LocalOperand o:
                Tag(FactsFormat.OperandTag.Local);
                _out.Signed(o.Local);
                break;
            case FieldOperand o:
                Tag(FactsFormat.OperandTag.Field);
                _out.Member(o.Member);
                Operand(o.Target, depth + 1);
                _out.String(o.Type);
                _out.Count((int)o.Flags);
                break;
            case LambdaOperand o:
                Tag(FactsFormat.OperandTag.Lambda);
                _out.Signed(o.Lambda);
                break;
            case MethodGroupOperand o:
                Tag(FactsFormat.OperandTag.MethodGroup);
                _out.Member(o.Method);
                Operand(o.Target, depth + 1);
                break;
            case TypeOperand o:
                Tag(FactsFormat.OperandTag.Type);
                _out.String(o.Type);
                break;
            case ArrayOperand o:
                Tag(FactsFormat.OperandTag.Array);
                Operands(o.Elements, depth + 1);
                break;
            case ComputedOperand o:
                Tag(FactsFormat.OperandTag.Computed);
                _out.String(o.Operation);
                Operands(o.Parts, depth + 1);
                break;
            default:
                throw new InvalidOperationException("No format for operand " + operand.GetType().Name);
        }
    }

    private void Constant(object? value)
    {
        switch (value)
        {
            case null:
                Tag(FactsFormat.OperandTag.ConstNull);
                break;
            case bool b:
                Tag(b ? FactsFormat.OperandTag.True : FactsFormat.OperandTag.False);
                break;
            case string s:
                Tag(FactsFormat.OperandTag.String);
                _out.String(s);
                break;
            case double d:
                Tag(FactsFormat.OperandTag.Double);
                _out.Number((ulong)BitConverter.DoubleToInt64Bits(d));
                break;
            case float f:
                Tag(FactsFormat.OperandTag.Double);
                _out.Number((ulong)BitConverter.DoubleToInt64Bits(f));
                break;
            case long or int or short or sbyte or byte or ushort or uint:
                Tag(FactsFormat.OperandTag.Integer);
                _out.Signed(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong u:
                Tag(FactsFormat.OperandTag.Integer);
                _out.Signed(unchecked((long)u));
                break;
            case char c:
                Tag(FactsFormat.OperandTag.Integer);
                _out.Signed(c);
                break;
            default:
                Tag(FactsFormat.OperandTag.Unknown);
                break;
        }
    }

    private void Tag(FactsFormat.OperandTag tag) => _out.Count((int)tag);

    private void OptionalType(TypeRef? type)
    {
        _out.Bool(type is not null);
        if (type is { } value)
        {
            _out.Type(value);
        }
    }

    private IReadOnlyList<T> Counted<T>(IReadOnlyList<T> items)
    {
        _out.Count(items.Count);
        return items;
    }

    private void List<T>(IReadOnlyList<T> items, Action<T> write)
    {
        foreach (var item in Counted(items))
        {
            write(item);
        }
    }
}
