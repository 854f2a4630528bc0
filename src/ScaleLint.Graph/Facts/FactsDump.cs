using System.Globalization;
using System.Text;

namespace ScaleLint.Graph.Facts;

/// <summary>Facts as indented text for people and for tests. Not read back by anything.</summary>
public sealed class FactsDump
{
    private readonly StringBuilder _text = new();
    private readonly bool _positions;

    private FactsDump(bool positions) => _positions = positions;

    /// <summary>Everything known of an assembly.</summary>
    public static string Write(AssemblyFacts facts, bool positions = true)
    {
        var dump = new FactsDump(positions);
        dump.Assembly(facts);
        return dump._text.ToString();
    }

    /// <summary>One type with its members.</summary>
    public static string Type(TypeFacts type, bool positions = true)
    {
        var dump = new FactsDump(positions);
        dump.Type(type, 0);
        return dump._text.ToString();
    }

    /// <summary>One method, a node a line; positions without columns.</summary>
    public static string Method(MethodFacts method, bool positions = true)
    {
        var dump = new FactsDump(positions);
        dump.Method(method, 0);
        return dump._text.ToString();
    }

    private void Assembly(AssemblyFacts facts)
    {
        Line(0, $"assembly {facts.Name} {facts.Origin} {facts.Output}{(facts.IsTest ? " test" : "")}", Position.None);
        foreach (var reference in facts.References)
        {
            Line(1, $"reference {reference}", Position.None);
        }

        foreach (var problem in facts.Problems)
        {
            Line(1, $"problem {problem.Code} {problem.Message}", problem.At);
        }

        foreach (var external in facts.Externals)
        {
            Line(1, $"external {Ref(external.Type)}{Bases(external.Base, external.Interfaces)}", Position.None);
        }

        foreach (var type in facts.Types)
        {
            Type(type, 1);
        }
    }

    private void Type(TypeFacts type, int depth)
    {
        Line(depth, $"type {type.Name} {type.Kind} [{type.Flags}]{Bases(type.Base, type.Interfaces)}", type.At);
        foreach (var arguments in type.TypeArgumentsOfBases)
        {
            Line(depth + 1, $"of {arguments}", Position.None);
        }

        Attributes(type.Attributes, depth + 1);
        foreach (var reference in type.References)
        {
            Line(depth + 1, $"names {Ref(reference.Target)} x{Text(reference.Count)}", reference.At);
        }

        foreach (var field in type.Fields)
        {
            Line(depth + 1, $"field {field.Id} : {field.Type} [{field.Flags}]", field.At);
            Attributes(field.Attributes, depth + 2);
        }

        foreach (var method in type.Methods)
        {
            Method(method, depth + 1);
        }
    }

    private void Method(MethodFacts method, int depth)
    {
        Line(depth, $"method {method.Id} : {method.ReturnType} [{method.Flags}]", method.At);
        foreach (var member in method.Overrides)
        {
            Line(depth + 1, $"overrides {Ref(member)}", Position.None);
        }

        Attributes(method.Attributes, depth + 1);
        Parameters(method.Parameters, depth + 1);
        for (var i = 0; i < method.Locals.Count; i++)
        {
            var local = method.Locals[i];
            Line(depth + 1, $"local {Text(i)} {local.Name} : {local.Type} = {Operands(local.Definitions)}", Position.None);
        }

        if (method.Body is not null)
        {
            Node(method.Body, depth + 1);
        }

        for (var i = 0; i < method.Lambdas.Count; i++)
        {
            var lambda = method.Lambdas[i];
            Line(depth + 1, $"lambda {Text(i)} {lambda.Name}{(lambda.IsAsync ? " async" : "")} : {lambda.ReturnType}", lambda.At);
            Attributes(lambda.Attributes, depth + 2);
            Parameters(lambda.Parameters, depth + 2);
            Node(lambda.Body, depth + 2);
        }
    }

    private void Parameters(IReadOnlyList<ParameterFacts> parameters, int depth)
    {
        foreach (var parameter in parameters)
        {
            Line(depth, $"parameter {parameter.Name} : {parameter.Type}", Position.None);
            Attributes(parameter.Attributes, depth + 1);
        }
    }

    private void Attributes(IReadOnlyList<AttributeFacts> attributes, int depth)
    {
        foreach (var attribute in attributes)
        {
            var named = string.Concat(attribute.Named.Select(n => $", {n.Name} = {Operand(n.Value)}"));
            Line(depth, $"attribute {Ref(attribute.Type)} ({Operands(attribute.Arguments)}{named})", Position.None);
        }
    }

    private void Node(Node node, int depth)
    {
        switch (node)
        {
            case SequenceNode n:
                Nodes(n.Steps, depth);
                break;
            case BranchNode n:
                Line(depth, $"branch {n.Kind} on {Operand(n.Condition)}", n.At);
                foreach (var arm in n.Arms)
                {
                    Block("arm", arm, depth + 1);
                }

                break;
            case LoopNode n:
                Line(depth, $"loop {n.Kind} over {Operand(n.Source)}{(n.Bound is { } bound ? " at most " + Text(bound) : "")}{(n.Element >= 0 ? " as local " + Text(n.Element) : "")}", n.At);
                if (FactsWalk.Leaves(n.Condition).Count > 0)
                {
                    Block("condition", n.Condition, depth + 1);
                }

                Node(n.Body, depth + 1);
                break;
            case TryNode n:
                Line(depth, "try", n.At);
                Node(n.Body, depth + 1);
                foreach (var clause in n.Catches)
                {
                    Line(depth, $"catch {clause.Exception ?? "all"}{(clause.HasFilter ? " when" : "")}", clause.At);
                    Node(clause.Body, depth + 1);
                }

                if (n.Finally is not null)
                {
                    Block("finally", n.Finally, depth);
                }

                break;
            case LockNode n:
                Line(depth, $"lock {Operand(n.Target)}", n.At);
                Node(n.Body, depth + 1);
                break;
            case UsingNode n:
                Line(depth, $"{(n.IsAsync ? "await " : "")}using {Operand(n.Resource)}", n.At);
                Node(n.Body, depth + 1);
                break;
            case WriteNode n:
                Line(depth, $"write {n.Kind} {Operand(n.Member)} = {Operand(n.Value)}", n.At);
                break;
            case AwaitNode n:
                Line(depth, $"await {Operand(n.Task)}", n.At);
                break;
            case JumpNode n:
                Line(depth, $"jump {n.Kind}{(n.Value is null ? "" : " " + Operand(n.Value))}", n.At);
                break;
            case CallNode n:
                Line(depth, Call(n), n.At);
                break;
        }
    }

    private void Nodes(IReadOnlyList<Node> nodes, int depth)
    {
        foreach (var node in nodes)
        {
            Node(node, depth);
        }
    }

    private void Block(string name, Node body, int depth)
    {
        Line(depth, name, Position.None);
        Node(body, depth + 1);
    }

    private static string Call(CallNode n)
    {
        var text = new StringBuilder();
        text.Append("call #").Append(Text(n.Id)).Append(' ').Append(n.Kind).Append(' ').Append(Ref(n.Callee));
        if (n.LocalFunction >= 0)
        {
            text.Append(" lambda ").Append(Text(n.LocalFunction));
        }

        if (n.TypeArguments.Count > 0)
        {
            text.Append(" <").Append(string.Join(", ", n.TypeArguments)).Append('>');
        }

        if (n.Receiver is not null)
        {
            text.Append(" on ").Append(Operand(n.Receiver));
        }

        if (n.ReceiverType.Length > 0)
        {
            text.Append(" of ").Append(n.ReceiverType);
        }

        text.Append(" (").Append(Operands(n.Arguments)).Append(") : ").Append(n.ReturnType);
        if (n.Await != AwaitMode.None)
        {
            text.Append(" await ").Append(n.Await);
        }

        if (n.Token != TokenUse.NotAccepted)
        {
            text.Append(" token ").Append(n.Token);
        }

        return text.ToString();
    }

    /// <summary>An operand as one line of text; what is nested too deep is cut to <c>...</c>.</summary>
    public static string Operand(Operand operand) => Operand(operand, 0);

    private static string Operand(Operand operand, int depth) => depth > 32 ? "..." : operand switch
    {
        UnknownOperand => "?",
        DefaultOperand => "default",
        ThisOperand => "this",
        ConstOperand o => Constant(o.Value),
        ResultOperand o => "#" + Text(o.Call),
        AwaitedOperand o => "awaited " + Operand(o.Task, depth + 1),
        ParameterOperand o => (o.Lambda < 0 ? "parameter " : "parameter " + Text(o.Lambda) + ".") + Text(o.Index),
        LocalOperand o => "local " + Text(o.Local),
        FieldOperand o => (o.Target is null ? "" : Operand(o.Target, depth + 1) + "->") + Ref(o.Member) + ":" + o.Type + (o.Flags == FieldFlags.None ? "" : "[" + o.Flags + "]"),
        LambdaOperand o => "lambda " + Text(o.Lambda),
        MethodGroupOperand o => "method " + (o.Target is null ? "" : Operand(o.Target, depth + 1) + "->") + Ref(o.Method),
        TypeOperand o => "typeof " + o.Type,
        ArrayOperand o => "[" + Operands(o.Elements, depth + 1) + "]",
        ComputedOperand o => o.Operation + "(" + Operands(o.Parts, depth + 1) + ")",
        _ => operand.GetType().Name,
    };

    private static string Operands(IReadOnlyList<Operand> operands, int depth = 0) => string.Join(", ", operands.Select(o => Operand(o, depth)));

    private static string Constant(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string s => "\"" + s.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r") + "\"",
        double d => d.ToString("R", CultureInfo.InvariantCulture) + "d",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Bases(TypeRef? @base, IReadOnlyList<TypeRef> interfaces)
    {
        var all = (@base is { } b ? new[] { b } : []).Concat(interfaces).Select(Ref).ToList();
        return all.Count == 0 ? "" : " : " + string.Join(", ", all);
    }

    private static string Ref(TypeRef type) => type.Assembly + "!" + type.Name;

    private static string Ref(MemberRef member) => member.Assembly + "!" + member.Id;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private void Line(int depth, string text, Position at)
    {
        _text.Append(' ', depth * 2).Append(text);
        if (_positions && at.IsKnown)
        {
            _text.Append("  @").Append(at.File).Append(':').Append(Text(at.Line));
        }

        _text.Append('\n');
    }
}
