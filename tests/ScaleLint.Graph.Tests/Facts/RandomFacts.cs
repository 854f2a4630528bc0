using CsCheck;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Tests.Facts;

/// <summary>Facts of any shape, with strings that are hard on a line-based file.</summary>
internal static class RandomFacts
{
    private static readonly Gen<string> Text = Gen.OneOf(
        AnyOf("", "System.Runtime", "M:N.T.Do(System.Int32)", "a\nb", "\\u0041", "\r\n", "\u2028", "\ud800", "\U0001F600", "\ufeff", "\0"),
        Gen.String);

    private static readonly Gen<Position> At = Gen.Frequency(
        (1, Gen.Const(Position.None)),
        (3, Gen.Select(Text, Gen.Int, Gen.Int[0, 200], Gen.Int, Gen.Int[-1, 90], (f, l, c, e, d) => new Position(f, l, c, e, d))));

    private static readonly Gen<MemberRef> Member = Gen.Select(Text, Text, (a, i) => new MemberRef(a, i));

    private static readonly Gen<TypeRef> TypeName = Gen.Select(Text, Text, (a, n) => new TypeRef(a, n));

    private static readonly Gen<TypeRef?> OptionalType = Gen.Select(Gen.Bool, TypeName, (b, t) => b ? t : (TypeRef?)null);

    private static readonly Gen<Operand> LeafOperand = Gen.OneOf(
        AnyOf<Operand>(UnknownOperand.Instance, DefaultOperand.Instance, ThisOperand.Instance, new ConstOperand(null), new ConstOperand(true), new ConstOperand(false)),
        Gen.Long.Select(v => (Operand)new ConstOperand(v)),
        Gen.Double.Select(v => (Operand)new ConstOperand(v)),
        Text.Select(v => (Operand)new ConstOperand(v)),
        Gen.Int.Select(v => (Operand)new ResultOperand(v)),
        Gen.Int.Select(v => (Operand)new LocalOperand(v)),
        Gen.Int.Select(v => (Operand)new LambdaOperand(v)),
        Gen.Select(Gen.Int, Gen.Int, (l, i) => (Operand)new ParameterOperand(l, i)),
        Text.Select(v => (Operand)new TypeOperand(v)));

    private static readonly Gen<Operand> Operand = Operands(3);

    private static readonly Gen<FieldOperand> Field =
        Gen.Select(Member, Operand, Gen.Bool, Text, Gen.Int[0, 127], (m, t, s, n, f) => new FieldOperand(m, s ? null : t, n, (FieldFlags)f));

    private static readonly Gen<AttributeFacts> Attribute = Gen.Select(TypeName, Operand.List[0, 2], Gen.Select(Text, Operand, (n, v) => new NamedOperand(n, v)).List[0, 2],
        (t, a, n) => new AttributeFacts(t, a, n));

    private static readonly Gen<ParameterFacts> Parameter = Gen.Select(Text, Text, Attribute.List[0, 1], (n, t, a) => new ParameterFacts(n, t, a));

    private static readonly Gen<CallNode> Call = Gen.Select(
        Gen.Select(Gen.Int, Enum<CallKind>(), Member, Gen.Int, Operand),
        Gen.Select(Gen.Bool, Text, Operand.List[0, 3], Text.List[0, 2], Text),
        Gen.Select(Enum<AwaitMode>(), Enum<TokenUse>(), At),
        (a, b, c) => new CallNode(a.Item1, a.Item2, a.Item3, a.Item4, b.Item1 ? a.Item5 : null, b.Item2, b.Item3, b.Item4, b.Item5, c.Item1, c.Item2, c.Item3));

    private static readonly Gen<Node> LeafNode = Gen.OneOf(
        Call.Select(n => (Node)n),
        Gen.Select(Field, Operand, Enum<WriteKind>(), At, (m, v, k, a) => (Node)new WriteNode(m, v, k, a)),
        Gen.Select(Operand, At, (o, a) => (Node)new AwaitNode(o, a)),
        Gen.Select(Enum<JumpKind>(), Gen.Bool, Operand, At, (k, b, o, a) => (Node)new JumpNode(k, b ? o : null, a)));

    private static readonly Gen<Node> Node = Nodes(3);

    private static readonly Gen<LambdaFacts> Lambda = Gen.Select(Text, Gen.Bool, Text, Parameter.List[0, 2], Attribute.List[0, 1], Node, At, (n, s, r, p, t, b, a) => new LambdaFacts(n, s, r, p, t, b, a));

    private static readonly Gen<LocalFacts> Local = Gen.Select(Text, Text, Operand.List[0, 3], (n, t, d) => new LocalFacts(n, t, d));

    private static readonly Gen<MethodFacts> Method = Gen.Select(
        Gen.Select(Text, Gen.Int[0, 32767], Text, Parameter.List[0, 3], Member.List[0, 2]),
        Gen.Select(Attribute.List[0, 2], Gen.Bool, Node, Lambda.List[0, 2], Local.List[0, 3], At),
        (a, b) => new MethodFacts(a.Item1, (MethodFlags)a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2 ? b.Item3 : null, b.Item4, b.Item5, b.Item6));

    private static readonly Gen<TypeFacts> Type = Gen.Select(
        Gen.Select(Text, Enum<TypeKind>(), Gen.Int[0, 63], OptionalType, TypeName.List[0, 2], Text.List[0, 2]),
        Gen.Select(Attribute.List[0, 2], Gen.Select(Text, Text, Gen.Int[0, 127], Attribute.List[0, 1], At, (i, t, f, s, a) => new FieldFacts(i, t, (FieldFlags)f, s, a)).List[0, 3],
            Method.List[0, 3], Gen.Select(TypeName, Gen.Int, At, (t, c, a) => new TypeReference(t, c, a)).List[0, 3], At),
        (a, b) => new TypeFacts(a.Item1, a.Item2, (TypeFlags)a.Item3, a.Item4, a.Item5, a.Item6, b.Item1, b.Item2, b.Item3, b.Item4, b.Item5));

    public static readonly Gen<AssemblyFacts> Assembly = Gen.Select(
        Gen.Select(Text, Enum<FactsOrigin>(), Enum<OutputKind>(), Gen.Bool, Text.List[0, 3]),
        Gen.Select(Type.List[0, 3], Gen.Select(TypeName, OptionalType, TypeName.List[0, 2], (t, b, i) => new ExternalType(t, b, i)).List[0, 3],
            Gen.Select(Text, Text, At, (c, m, a) => new FactsProblem(c, m, a)).List[0, 2]),
        (a, b) => new AssemblyFacts(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2, b.Item3));

    private static Gen<T> Enum<T>() where T : struct, System.Enum => AnyOf(System.Enum.GetValues<T>());

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<Operand> Operands(int depth)
    {
        if (depth == 0)
        {
            return LeafOperand;
        }

        var inner = Operands(depth - 1);
        return Gen.Frequency(
            (6, LeafOperand),
            (1, inner.Select(o => (Operand)new AwaitedOperand(o))),
            (1, Gen.Select(Member, inner, Gen.Bool, Text, Gen.Int[0, 127], (m, t, s, n, f) => (Operand)new FieldOperand(m, s ? null : t, n, (FieldFlags)f))),
            (1, Gen.Select(Member, inner, Gen.Bool, (m, t, s) => (Operand)new MethodGroupOperand(m, s ? null : t))),
            (1, inner.List[0, 3].Select(o => (Operand)new ArrayOperand(o))),
            (1, Gen.Select(Text, inner.List[0, 3], (t, o) => (Operand)new ComputedOperand(t, o))));
    }

    private static Gen<Node> Nodes(int depth)
    {
        if (depth == 0)
        {
            return LeafNode;
        }

        var inner = Nodes(depth - 1);
        var clause = Gen.Select(Gen.Bool, Text, Gen.Bool, inner, At, (n, t, f, b, a) => new CatchClause(n ? null : t, f, b, a));
        return Gen.Frequency(
            (4, LeafNode),
            (2, Gen.Select(inner.List[0, 3], At, (s, a) => (Node)new SequenceNode(s, a))),
            (1, Gen.Select(Enum<BranchKind>(), Operand, inner.List[0, 3], At, (k, c, s, a) => (Node)new BranchNode(k, c, s, a))),
            (1, Gen.Select(Gen.Select(Enum<LoopKind>(), Operand, Gen.Bool, Gen.Int, Gen.Int), inner, inner, At,
                (h, c, b, a) => (Node)new LoopNode(h.Item1, h.Item2, h.Item3 ? h.Item4 : null, h.Item5, c, b, a))),
            (1, Gen.Select(inner, clause.List[0, 2], Gen.Bool, inner, At, (b, c, h, f, a) => (Node)new TryNode(b, c, h ? f : null, a))),
            (1, Gen.Select(Operand, inner, At, (t, b, a) => (Node)new LockNode(t, b, a))),
            (1, Gen.Select(Operand, Gen.Bool, inner, At, (r, s, b, a) => (Node)new UsingNode(r, s, b, a))));
    }
}
