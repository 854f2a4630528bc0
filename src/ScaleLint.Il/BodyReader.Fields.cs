using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// Loads and stores of fields: written ones, and those that captured and hoisted locals became.
internal sealed unsafe partial class BodyReader
{
    private void LoadStatic(FieldTarget field, int at, State state)
    {
        switch (field.Shape)
        {
            case FieldShape.LambdaCache:
                state.Push(new Value(SharedOperands.Null, field.Type));
                return;
            case FieldShape.LambdaInstance:
                state.Push(new Value(ClosureOperand.Instance));
                return;
        }
        NameOwner(field, at);
        state.Push(new Value(field.OfNone, field.Type));
    }

    private void NameOwner(FieldTarget field, int at)
    {
        if (field.Owner is { } owner)
            Name(owner, at);
    }

    private void LoadField(FieldTarget field, bool isAddress, int at, State state)
    {
        var target = state.Pop();
        switch (field.Shape)
        {
            case FieldShape.LambdaCache:
                state.Push(new Value(SharedOperands.Null, field.Type));
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
                state.Push(held.Operand is ClosureOperand or AwaiterOperand or InterpolationDraft or ThisOperand or ArrayDraft
                    ? held with { Slot = isAddress ? FieldSlot(field.Row) : -1 }
                    : new Value(SharedOperands.Local(variable), field.Type, isAddress ? FieldSlot(field.Row) : -1));
                return;
            case FieldShape.MachineParameter:
                var index = Array.IndexOf(_task.ParameterNames, field.Name);
                state.Push(index >= 0 && index < _task.WrittenParameters ? new Value(SharedOperands.Parameter(_task.Lambda, index), field.Type)
                    : field.Type.Contains("<>c__DisplayClass") ? new Value(ClosureOperand.Instance) : new Value(UnknownOperand.Instance, field.Type));
                return;
            case FieldShape.HoistedTemporary:
                var known = FieldValue(state, field.Row);
                if (!known.IsKnown)
                    known = new Value(field.Type.Contains("<>c__DisplayClass") ? ClosureOperand.Instance : SharedOperands.Local(_member.Temporary(field)), field.Type);
                state.Push(known with { Slot = isAddress ? FieldSlot(field.Row) : -1, Type = known.Type.Length > 0 ? known.Type : field.Type });
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
        state.Push(new Value(FieldOf(field, target.Operand), field.Type));
    }

    private static FieldOperand FieldOf(FieldTarget field, Operand target) =>
        target is ThisOperand ? field.OfThis : new FieldOperand(field.Member, Outside(target), field.Type, field.Flags);

    private static Operand Outside(Operand operand) => IsInternal(operand) || operand is ArrayDraft or InterpolationDraft ? UnknownOperand.Instance : operand;

    private int FieldSlot(int row)
    {
        if (!_fieldSlots.TryGetValue(row, out var slot))
            _fieldSlots[row] = slot = _localTypes.Length + _fieldSlots.Count;
        return slot;
    }

    private Value FieldValue(State state, int row)
    {
        var slot = FieldSlot(row);
        return slot < state.SlotCount ? state.Slot(slot) : default;
    }

    private void SetFieldValue(State state, int row, Value value) => state.SetSlot(FieldSlot(row), value with { Slot = -1 });

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
                if (value.Operand is ConstOperand { Value: null } or DefaultOperand && FieldValue(state, field.Row).IsKnown)
                    return;
                SetFieldValue(state, field.Row, value);
                if (!IsInternal(value.Operand))
                    Define(_member.Temporary(field), value.Operand);
                return;
            case FieldShape.Written:
                Write(FieldOf(field, target.Operand), value, at, steps);
                return;
        }
    }

    private void StoreStatic(FieldTarget field, Value value, int at, List<Step> steps)
    {
        if (field.Shape != FieldShape.Written)
            return;
        NameOwner(field, at);
        Write(field.OfNone, value, at, steps);
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
        Add(steps, _pool.Write(field, operand, kind), at);
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
            else
            {
                state.SetSlot(address.Slot, value with { Slot = -1 });
                if (address.Operand is LocalOperand { Local: var variable })
                    Define(variable, value.Operand);
            }
        }
        else if (address.Operand is FieldOperand field)
        {
            Write(field, value, at, steps);
        }
    }
}
