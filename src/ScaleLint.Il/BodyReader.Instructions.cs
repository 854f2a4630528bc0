using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
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
        if (handle.IsNil || handle.Kind is not (HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification))
            return;
        Name(_module.Names.Reference(handle), offset);
    }

    private void Name(TypeRef type, int offset)
    {
        if (type.Name.Length > 0)
            _member.Named.Add((type, _source.At(offset)));
    }

    /// <summary>Runs a block's instructions but for the branch at its end, whose operands stay on the stack.</summary>
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

    private void Execute(int code, int operand, int at, int next, List<Step> steps, State state)
    {
        if (Op.IsInt(_il, code, operand, out var integer))
        {
            state.Push(new Value(new ConstOperand((long)integer), "System.Int32"));
            return;
        }
        var slot = Op.LoadedLocal(_il, code, operand);
        if (slot >= 0)
        {
            state.Push(LoadSlot(state, slot, at));
            return;
        }
        slot = Op.StoredLocal(_il, code, operand);
        if (slot >= 0)
        {
            StoreSlot(state, slot, state.Pop(), next);
            return;
        }
        switch (code)
        {
            case 0x00 or 0x01 or 0x112 or 0x113 or 0x114 or 0x119 or 0x11e: // nop, break, prefixes
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
                slot = code == 0x12 ? _il[operand] : _il[operand] | _il[operand + 1] << 8;
                state.Push(LoadSlot(state, slot, at) with { Slot = slot });
                return;
            case 0x14:
                state.Push(new Value(new ConstOperand(null)));
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
                Add(steps, new JumpStep { Kind = JumpKind.Throw, Value = state.Pop().Operand }, at);
                return;
            case 0x11a:
                Add(steps, new JumpStep { Kind = JumpKind.Rethrow }, at);
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
                state.Push(state.Pop() with { Type = _module.Names.Display(Token(operand)), Slot = -1, Tested = null });
                return;
            case 0xa5 or 0x79: // unbox
                Name(Token(operand), at);
                state.Push(state.Pop() with { Type = _module.Names.Display(Token(operand)), Slot = -1, Tested = null });
                return;
            case 0x8c: // box
                state.Push(state.Pop() with { Type = _module.Names.Display(Token(operand)), Slot = -1 });
                return;
            case 0x75: // isinst
                Name(Token(operand), at);
                var tested = state.Pop();
                state.Push(new Value(tested.Operand, _module.Names.Display(Token(operand)), -1, _module.Names.Display(Token(operand))));
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
                state.Push(negated with { Operand = negated.Operand is ConstOperand { Value: long whole } ? new ConstOperand(code == 0x65 ? -whole : ~whole) : new ComputedOperand(code == 0x65 ? "-" : "~", [negated.Operand]), Slot = -1 });
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
        if (_self is not null)
        {
            if (index == 0)
                return new Value(_self, _self is ThisOperand ? _module.Names.Definition(_module.Reader.GetMethodDefinition(_body).GetDeclaringType()) : "");
            index--;
        }
        if (index >= WrittenParameters)
            return new Value(ClosureOperand.Instance);
        return new Value(new ParameterOperand(_lambda, index), index < _parameterTypes.Length ? _parameterTypes[index].TrimEnd('@') : "");
    }

    private void Return(int at, List<Step> steps, State state)
    {
        Operand? value = null;
        if (!IsMachine && !ReturnsVoid && state.Stack.Count > 0)
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
            Add(steps, new WriteStep { Member = field, Value = operand, Kind = WriteKind.Element }, at);
    }

    private void LoadStatic(FieldTarget field, int at, State state)
    {
        switch (field.Shape)
        {
            case FieldShape.LambdaCache:
                state.Push(new Value(new ConstOperand(null), field.Type));
                return;
            case FieldShape.LambdaInstance:
                state.Push(new Value(ClosureOperand.Instance));
                return;
        }
        NameOwner(field, at);
        state.Push(new Value(new FieldOperand(field.Member, null, field.Type, field.Flags | FieldFlags.Static), field.Type));
    }

    private void NameOwner(FieldTarget field, int at)
    {
        var id = field.Member.Id;
        var dot = id.LastIndexOf('.');
        if (dot > 2 && id.IndexOf('<') < 0)
            Name(new TypeRef(field.Member.Assembly, id.Substring(2, dot - 2)), at);
    }

    private void LoadField(FieldTarget field, bool isAddress, int at, State state)
    {
        var target = state.Pop();
        switch (field.Shape)
        {
            case FieldShape.LambdaCache:
                state.Push(new Value(new ConstOperand(null), field.Type));
                return;
            case FieldShape.CapturedThis:
                state.Push(new Value(ThisOperand.Instance, field.Type));
                return;
            case FieldShape.MachineThis:
                state.Push(new Value(field.Type.Contains("<>c") ? ClosureOperand.Instance : ThisOperand.Instance, field.Type));
                return;
            case FieldShape.OuterClosure:
                state.Push(new Value(ClosureOperand.Instance));
                return;
            case FieldShape.CapturedVariable:
            case FieldShape.HoistedLocal:
                var variable = _member.Captured(field);
                var held = FieldValue(state, field.Row);
                state.Push(held is { Operand: ClosureOperand or AwaiterOperand or InterpolationDraft or ThisOperand or ArrayDraft } special
                    ? special with { Slot = isAddress ? FieldSlot(state, field.Row) : -1 }
                    : new Value(new LocalOperand(variable), field.Type, isAddress ? FieldSlot(state, field.Row) : -1));
                return;
            case FieldShape.MachineParameter:
                var index = Array.IndexOf(_parameterNames, field.Name);
                state.Push(index >= 0 && index < WrittenParameters ? new Value(new ParameterOperand(_lambda, index), field.Type)
                    : field.Type.Contains("<>c__DisplayClass") ? new Value(ClosureOperand.Instance) : new Value(UnknownOperand.Instance, field.Type));
                return;
            case FieldShape.HoistedTemporary:
                var known = FieldValue(state, field.Row)
                    ?? new Value(field.Type.Contains("<>c__DisplayClass") ? ClosureOperand.Instance : new LocalOperand(_member.Temporary(field)), field.Type);
                state.Push(known with { Slot = isAddress ? FieldSlot(state, field.Row) : -1, Type = known.Type.Length > 0 ? known.Type : field.Type });
                return;
            case FieldShape.MachineState or FieldShape.MachineBuilder or FieldShape.MachineAwaiter or FieldShape.MachineCurrent or FieldShape.MachineOther
                or FieldShape.DisposeMode or FieldShape.MachineParameterCopy:
                state.Push(new Value(MachineOperand.Instance));
                return;
        }
        if (target.Operand is ComputedOperand { Operation: "tuple" } tuple && field.Name.StartsWith("Item", StringComparison.Ordinal)
            && int.TryParse(field.Name.Substring(4), out var item) && item >= 1 && item <= tuple.Parts.Count)
        {
            state.Push(new Value(tuple.Parts[item - 1], field.Type));
            return;
        }
        state.Push(new Value(new FieldOperand(field.Member, Outside(target.Operand), field.Type, field.Flags), field.Type));
    }

    private Operand Outside(Operand operand) => IsInternal(operand) || operand is ArrayDraft or InterpolationDraft ? UnknownOperand.Instance : operand;

    private int FieldSlot(State state, int row)
    {
        if (!_fieldSlots.TryGetValue(row, out var slot))
            _fieldSlots[row] = slot = _localTypes.Length + _fieldSlots.Count;
        if (slot >= state.Slots.Length)
        {
            var slots = state.Slots;
            Array.Resize(ref slots, slot + 4);
            state.Slots = slots;
        }
        return slot;
    }

    private Value? FieldValue(State state, int row)
    {
        var slot = FieldSlot(state, row);
        return state.Slots[slot];
    }

    private void SetFieldValue(State state, int row, Value value)
    {
        var slot = FieldSlot(state, row);
        state.Slots[slot] = value with { Slot = -1 };
    }

    private void StoreField(FieldTarget field, Value target, Value value, int at, List<Step> steps, State state)
    {
        switch (field.Shape)
        {
            case FieldShape.MachineCurrent:
                _pendingYield = value;
                Consume(value.Operand, AwaitMode.Stored);
                return;
            case FieldShape.CapturedVariable or FieldShape.HoistedLocal:
                SetFieldValue(state, field.Row, value);
                if (!IsInternal(value.Operand))
                    Define(_member.Captured(field), Typed(value.Operand, field.Type));
                return;
            case FieldShape.HoistedTemporary:
                // Cleared at its end, so that it can be collected; the value it had is still what is asked for.
                if (value.Operand is ConstOperand { Value: null } or DefaultOperand && FieldValue(state, field.Row) is not null)
                    return;
                SetFieldValue(state, field.Row, value);
                if (!IsInternal(value.Operand))
                    Define(_member.Temporary(field), value.Operand);
                return;
            case FieldShape.Written:
                Write(new FieldOperand(field.Member, Outside(target.Operand), field.Type, field.Flags), value, at, steps);
                return;
        }
    }

    private void StoreStatic(FieldTarget field, Value value, int at, List<Step> steps)
    {
        if (field.Shape != FieldShape.Written)
            return;
        NameOwner(field, at);
        Write(new FieldOperand(field.Member, null, field.Type, field.Flags | FieldFlags.Static), value, at, steps);
    }

    private void Write(FieldOperand field, Value value, int at, List<Step> steps)
    {
        var operand = Typed(value.Operand, field.Type);
        var kind = WriteKind.Assign;
        if (operand is ComputedOperand { Parts: [var first, var second] } computed && Equals(first, field) && computed.Operation is not ("?:" or "??" or "index"))
        {
            kind = WriteKind.Compound;
            if (second is ConstOperand { Value: 1L } && computed.Operation is "+" or "-")
            {
                kind = WriteKind.Increment;
                operand = new ComputedOperand(computed.Operation == "+" ? "++" : "--", [first]);
            }
        }
        Consume(operand, AwaitMode.Stored);
        Add(steps, new WriteStep { Member = field, Value = operand, Kind = kind }, at);
    }

    /// <summary>Elements of a type that the compiler makes to keep a params span on the stack, or 0.</summary>
    private static int InlineLength(string type)
    {
        var at = type.IndexOf("InlineArray", StringComparison.Ordinal);
        if (at < 0)
            return 0;
        var length = 0;
        for (at += 11; at < type.Length && type[at] is >= '0' and <= '9' && length < 1000; at++)
            length = length * 10 + (type[at] - '0');
        return length <= 256 ? length : 0;
    }

    private void StoreThrough(Value address, Value value, int at, int next, List<Step> steps, State state)
    {
        if (address.Operand is ElementOperand { Array: var array, Index: var index })
        {
            var element = Typed(Outside(value.Operand, keepDraft: true), address.Type);
            Consume(element, AwaitMode.Stored);
            array.Elements[index] = element;
            return;
        }
        if (value.Operand is DefaultOperand && InlineLength(value.Type) is > 0 and var length)
            value = value with { Operand = new ArrayDraft(new Operand?[length], new ConstOperand((long)length)) };
        if (address.Slot >= 0)
        {
            if (address.Slot < _localTypes.Length)
                StoreSlot(state, address.Slot, value, next);
            else if (address.Slot < state.Slots.Length)
            {
                state.Slots[address.Slot] = value with { Slot = -1 };
                if (address.Operand is LocalOperand { Local: var variable })
                    Define(variable, value.Operand);
            }
        }
        else if (address.Operand is FieldOperand field)
        {
            Write(field, value, at, steps);
        }
    }

    private static string BinaryToken(int code) => code switch
    {
        0x58 or 0xd6 or 0xd7 => "+",
        0x59 or 0xda or 0xdb => "-",
        0x5a or 0xd8 or 0xd9 => "*",
        0x5b or 0x5c => "/",
        0x5d or 0x5e => "%",
        0x5f => "&",
        0x60 => "|",
        0x61 => "^",
        0x62 => "<<",
        0x63 => ">>",
        _ => ">>>",
    };

    private static void Binary(string token, State state)
    {
        var right = state.Pop();
        var left = state.Pop();
        // Without calls on the right side the compiler computes && and || without a branch.
        if (left.Type == "System.Boolean" && right.Type == "System.Boolean" && token is "&" or "|")
            token += token;
        state.Push(new Value(Sum(token, left.Operand, right.Operand), left.Type));
    }

    private static Operand Sum(string token, Operand left, Operand right)
    {
        if (token == "+" && left is ComputedOperand { Operation: "+", Parts: { Count: < 64 } parts })
            return new ComputedOperand("+", [.. parts, right]);
        return new ComputedOperand(token, [left, right]);
    }

    private static void Convert(int code, State state)
    {
        var value = state.Pop();
        if (value.Operand is ConstOperand { Value: long number } && code is 0x6b or 0x6c or 0x76)
            value = value with { Operand = new ConstOperand((double)number) };
        state.Push(value with { Slot = -1, Type = code is 0x6b or 0x6c or 0x76 ? "System.Double" : "System.Int32" });
    }

    private static void Compare(int code, State state)
    {
        var right = state.Pop();
        var left = state.Pop();
        state.Push(new Value(Comparison(code switch { 0x101 => "==", 0x102 or 0x103 => ">", _ => "<" }, left, right, code == 0x103), "System.Boolean"));
    }

    private static Operand Comparison(string token, Value left, Value right, bool isUnsigned = false)
    {
        // An unsigned "greater than nothing" is how "not equal" to zero or null is written.
        if (isUnsigned && token == ">" && right.Operand is ConstOperand { Value: null or 0L })
            token = "!=";
        if (left.Tested is { } type && right.Operand is ConstOperand { Value: null })
        {
            var test = new ComputedOperand("is", [left.Operand, new TypeOperand(type)]);
            return token == "==" ? new ComputedOperand("!", [test]) : test;
        }
        if (left.Type == "System.Boolean" && right.Operand is ConstOperand { Value: 0L or 1L or bool } bit && token is "==" or "!=")
        {
            var isOne = bit.Value is 1L or true;
            return isOne == (token == "==") ? left.Operand : Negate(left.Operand);
        }
        return new ComputedOperand(token, [left.Operand, right.Operand]);
    }

    /// <summary>The operand on which a branch is taken.</summary>
    private static Operand Taken(Block block, State state)
    {
        var code = block.LastCode;
        if (code is 0x2c or 0x39 or 0x2d or 0x3a)
        {
            var value = state.Pop();
            var isSet = IsSet(value);
            return code is 0x2d or 0x3a ? isSet : Negate(isSet);
        }
        var right = state.Pop();
        var left = state.Pop();
        var token = code switch
        {
            0x2e or 0x3b => "==",
            0x2f or 0x3c or 0x34 or 0x41 => ">=",
            0x30 or 0x3d or 0x35 or 0x42 => ">",
            0x31 or 0x3e or 0x36 or 0x43 => "<=",
            0x32 or 0x3f or 0x37 or 0x44 => "<",
            _ => "!=",
        };
        return Comparison(token, left, right);
    }

    private static Operand IsSet(Value value)
    {
        if (value.Tested is { } type)
            return new ComputedOperand("is", [value.Operand, new TypeOperand(type)]);
        switch (value.Type)
        {
            case "System.Boolean" or "":
                return value.Operand;
            case "System.Int32" or "System.Int64" or "System.UInt32" or "System.Byte" or "System.Char" or "System.Int16" or "System.UInt64" or "System.UInt16" or "System.SByte" or "System.IntPtr" or "System.UIntPtr":
                return value.Operand is ComputedOperand { Operation: "==" or "!=" or "<" or ">" or "&&" or "||" or "!" or "<=" or ">=" or "is" } ? value.Operand
                    : new ComputedOperand("!=", [value.Operand, new ConstOperand(0L)]);
            default:
                return new ComputedOperand("!=", [value.Operand, new ConstOperand(null)]);
        }
    }

    private static Operand Negate(Operand operand) => operand switch
    {
        ComputedOperand { Operation: "!", Parts: [var inner] } => inner,
        ComputedOperand { Operation: "==" } o => new ComputedOperand("!=", o.Parts),
        ComputedOperand { Operation: "!=" } o => new ComputedOperand("==", o.Parts),
        ComputedOperand { Operation: "<" } o => new ComputedOperand(">=", o.Parts),
        ComputedOperand { Operation: ">=" } o => new ComputedOperand("<", o.Parts),
        ComputedOperand { Operation: ">" } o => new ComputedOperand("<=", o.Parts),
        ComputedOperand { Operation: "<=" } o => new ComputedOperand(">", o.Parts),
        ComputedOperand { Operation: "&&", Parts: [var a, var b] } => new ComputedOperand("||", [Negate(a), Negate(b)]),
        ComputedOperand { Operation: "||", Parts: [var a, var b] } => new ComputedOperand("&&", [Negate(a), Negate(b)]),
        ConstOperand { Value: bool value } => new ConstOperand(!value),
        _ => new ComputedOperand("!", [operand]),
    };
}
