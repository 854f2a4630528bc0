using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

internal sealed unsafe partial class BodyReader
{
    private EntityHandle Token(int operand)
    {
        var handle = MetadataTokens.EntityHandle(Op.Int(_il, operand));
        if (handle.IsNil)
            throw new BadImageFormatException("an instruction names nothing");
        return handle;
    }

    private void Name(EntityHandle handle, int offset)
    {
        if (!handle.IsNil && handle.Kind is HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification)
            Name(_module.Names.Named(handle), offset);
    }

    private void Name(NamedType type, int offset)
    {
        if (type.IsCounted)
            _member.Named.Add((type, Source.At(offset)));
    }

    /// <summary>Runs a block's instructions but for the branch at its end, whose operands stay on the stack.</summary>
    [MethodImpl(Hot.Path)]
    private void Execute(Block block, List<Step> steps, State state)
    {
        for (var at = block.Start; at < block.Limit;)
        {
            var start = at;
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (start == block.Last && (code is >= 0x2b and <= 0x45 or 0xdd or 0xde))
            {
                if (block.End is BlockEnd.Goto && code is not (0x2b or 0x38))
                    Drop(state, code);
                return;
            }
            Execute(code, operand, start, at, steps, state);
        }
    }

    /// <summary>Takes the operands of a branch whose way is known.</summary>
    private static void Drop(State state, int code)
    {
        state.Pop();
        if (code is >= 0x2e and <= 0x37 or >= 0x3b and <= 0x44)
            state.Pop();
    }

    [MethodImpl(Hot.Path)]
    private void Execute(int code, int operand, int at, int next, List<Step> steps, State state)
    {
        switch (code)
        {
            case 0x00 or 0x01 or 0x112 or 0x113 or 0x114 or 0x119 or 0x11e: // nop, break, prefixes
                return;
            case >= 0x15 and <= 0x20:
                Op.IsInt(_il, code, operand, out var integer);
                state.Push(new Value(SharedOperands.Integer(integer), "System.Int32"));
                return;
            case >= 0x06 and <= 0x09 or 0x11 or 0x10c:
                state.Push(LoadSlot(state, Op.LoadedLocal(_il, code, operand), at));
                return;
            case >= 0x0a and <= 0x0d or 0x13 or 0x10e:
                StoreSlot(state, Op.StoredLocal(_il, code, operand), state.Pop(), next);
                return;
            case 0x116: // constrained
                _constrained = Op.Int(_il, operand);
                return;
            case >= 0x02 and <= 0x05:
                state.Push(Argument(code - 0x02));
                return;
            case 0x0e:
                state.Push(Argument(_il[operand]));
                return;
            case 0x109:
                state.Push(Argument(_il[operand] | _il[operand + 1] << 8));
                return;
            case 0x0f:
                state.Push(Argument(_il[operand]));
                return;
            case 0x10a:
                state.Push(Argument(_il[operand] | _il[operand + 1] << 8));
                return;
            case 0x10 or 0x10b: // starg
                state.Pop();
                return;
            case 0x12 or 0x10d: // ldloca
                var slot = code == 0x12 ? _il[operand] : _il[operand] | _il[operand + 1] << 8;
                state.Push(LoadSlot(state, slot, at) with { Slot = slot });
                return;
            case 0x14:
                state.Push(new Value(SharedOperands.Null));
                return;
            case 0x21:
                state.Push(new Value(new ConstOperand(Op.Long(_il, operand)), "System.Int64"));
                return;
            case 0x22:
                state.Push(new Value(new ConstOperand((double)Single(Op.Int(_il, operand))), "System.Single"));
                return;
            case 0x23:
                state.Push(new Value(new ConstOperand(BitConverter.Int64BitsToDouble(Op.Long(_il, operand))), "System.Double"));
                return;
            case 0x25:
                state.Push(state.Peek());
                return;
            case 0x26:
                var dropped = state.Pop();
                if (dropped.Operand is ResultOperand)
                    Consume(dropped.Operand, AwaitMode.Discarded);
                return;
            case 0x27 or 0x28 or 0x6f:
                Call(_module.Method(Token(operand)), code == 0x6f, at, next, steps, state);
                return;
            case 0x73:
                New(_module.Method(Token(operand)), at, steps, state);
                return;
            case 0x29:
                CallPointer(operand, at, steps, state);
                return;
            case 0x2a:
                Return(at, steps, state);
                return;
            case 0x7a:
                var thrown = state.Pop().Operand;
                _member.IsToSimplify |= thrown is ConstOperand { Value: null };
                Add(steps, _pool.Jump(JumpKind.Throw, thrown), at);
                return;
            case 0x11a:
                Add(steps, _pool.Jump(JumpKind.Rethrow), at);
                return;
            case 0x72:
                state.Push(new Value(new ConstOperand(String(operand)), "System.String"));
                return;
            case 0x7e or 0x7f:
                LoadStatic(_module.Field(Token(operand)), at, state);
                return;
            case 0x7b or 0x7c:
                LoadField(_module.Field(Token(operand)), code == 0x7c, at, state);
                return;
            case 0x7d:
                var stored = state.Pop();
                StoreField(_module.Field(Token(operand)), state.Pop(), stored, at, steps, state);
                return;
            case 0x80:
                StoreStatic(_module.Field(Token(operand)), state.Pop(), at, steps);
                return;
            case 0x115: // initobj
                StoreThrough(state.Pop(), new Value(DefaultOperand.Instance, _module.Names.Display(Token(operand))), at, next, steps, state);
                return;
            case 0x81 or >= 0x51 and <= 0x57 or 0xdf: // stobj, stind
                var indirect = state.Pop();
                StoreThrough(state.Pop(), indirect, at, next, steps, state);
                return;
            case 0x70: // cpobj
                state.Pop();
                state.Pop();
                return;
            case >= 0x46 and <= 0x50:
                return; // ldind: the value behind an address is what the address stands for
            case 0x71:
                return;
            case 0x74: // castclass
                Name(Token(operand), at);
                state.Push(state.Pop() with { Type = _module.Names.Display(Token(operand)), Slot = -1, Tested = 0 });
                return;
            case 0xa5 or 0x79: // unbox
                Name(Token(operand), at);
                state.Push(state.Pop() with { Type = _module.Names.Display(Token(operand)), Slot = -1, Tested = 0 });
                return;
            case 0x8c: // box
                state.Push(state.Pop() with { Type = _module.Names.Display(Token(operand)), Slot = -1 });
                return;
            case 0x75: // isinst
                Name(Token(operand), at);
                var tested = state.Pop();
                state.Push(new Value(tested.Operand, _module.Names.Display(Token(operand)), -1, Op.Int(_il, operand)));
                return;
            case 0xd0:
                state.Push(new Value(new TokenOperand(Op.Int(_il, operand))));
                return;
            case 0x106: // ldftn
                state.Push(new Value(new FunctionOperand(_module.Method(Token(operand)))));
                return;
            case 0x107:
                state.Pop();
                state.Push(new Value(new FunctionOperand(_module.Method(Token(operand)))));
                return;
            case 0x8d:
                NewArray(operand, state);
                return;
            case 0x8e:
                var measured = state.Pop();
                state.Push(new Value(measured.Operand is ArrayDraft draft ? draft.Length : new ComputedOperand("length", [measured.Operand]), "System.Int32"));
                return;
            case >= 0x90 and <= 0x9a or 0xa3 or 0x8f:
                var index = state.Pop();
                var array = state.Pop();
                state.Push(new Value(new ComputedOperand("index", [array.Operand, index.Operand]), ElementType(array.Type)));
                return;
            case >= 0x9b and <= 0xa2 or 0xa4:
                StoreElement(at, steps, state);
                return;
            case >= 0x58 and <= 0x64 or 0xd6 or 0xd7 or 0xd8 or 0xd9 or 0xda or 0xdb:
                Binary(BinaryToken(code), state);
                return;
            case 0x65 or 0x66:
                var negated = state.Pop();
                state.Push(negated with { Operand = negated.Operand is ConstOperand { Value: long whole } ? SharedOperands.Integer(code == 0x65 ? -whole : ~whole) : new ComputedOperand(code == 0x65 ? "-" : "~", [negated.Operand]), Slot = -1 });
                return;
            case >= 0x67 and <= 0x6e or 0x76 or >= 0x82 and <= 0x8b or >= 0xb3 and <= 0xba or 0xd1 or 0xd2 or 0xd3 or 0xd4 or 0xd5 or 0xe0:
                Convert(code, state);
                return;
            case 0x101 or 0x102 or 0x103 or 0x104 or 0x105:
                Compare(code, state);
                return;
            case 0x11c:
                state.Push(new Value(UnknownOperand.Instance, "System.Int32"));
                return;
            case 0x10f: // localloc
                state.Pop();
                state.Push(Value.Unknown);
                return;
            case 0x117 or 0x118: // cpblk, initblk
                state.Pop();
                state.Pop();
                state.Pop();
                return;
            case 0x100: // arglist
                state.Push(Value.Unknown);
                return;
            case 0xc2 or 0xc6 or 0x11d:
                state.Pop();
                state.Push(Value.Unknown);
                return;
            case 0x111: // endfilter
                state.Pop();
                return;
        }
    }

    private static float Single(int bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);

    private string String(int operand)
    {
        var token = Op.Int(_il, operand);
        if (token >>> 24 != 0x70)
            throw new BadImageFormatException("a string is none");
        return _module.Reader.GetUserString(MetadataTokens.UserStringHandle(token & 0xffffff));
    }

    private Value Argument(int index)
    {
        if (_task.Self is { } self)
        {
            if (index == 0)
                return new Value(self, self is ThisOperand ? _module.Names.Definition(_module.OwnerOf(_task.Body)) : "");
            index--;
        }
        if (index >= _task.WrittenParameters)
            return new Value(ClosureOperand.Instance);
        return new Value(SharedOperands.Parameter(_task.Lambda, index), index < _task.ParameterTypes.Length ? MetadataNames.WithoutReference(_task.ParameterTypes[index]) : "");
    }

    private void Return(int at, List<Step> steps, State state)
    {
        Operand? value = null;
        if (!IsMachine && !ReturnsVoid && state.Depth > 0)
            value = state.Pop().Operand;
        AddReturn(value, steps, at);
    }

    private static string ElementType(string array) => array.EndsWith("[]", StringComparison.Ordinal) ? array.Substring(0, array.Length - 2) : "";

    private void NewArray(int operand, State state)
    {
        var length = state.Pop().Operand;
        var type = _module.Names.Display(Token(operand)) + "[]";
        state.Push(length is ConstOperand { Value: long count and > 0 and <= 256 }
            ? new Value(new ArrayDraft(new Operand?[count], length), type)
            : new Value(new ComputedOperand("new[]", [length]), type));
    }

    private void StoreElement(int at, List<Step> steps, State state)
    {
        var value = state.Pop();
        var index = state.Pop();
        var array = state.Pop();
        var operand = Typed(value.Operand, ElementType(array.Type));
        Consume(operand, AwaitMode.Stored);
        if (array.Operand is ArrayDraft draft && index.Operand is ConstOperand { Value: long i } && i >= 0 && i < draft.Elements.Length)
            draft.Elements[i] = IsInternal(operand) ? UnknownOperand.Instance : operand;
        else if (array.Operand is FieldOperand field)
            Add(steps, _pool.Write(field, operand, WriteKind.Element), at);
    }
}
