using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// Calls that the compiler put there, or that a value stands for.
internal sealed unsafe partial class BodyReader
{
    /// <summary>Calls that the compiler put there, or that a value stands for.</summary>
    [MethodImpl(Hot.Path)]
    private bool CallOfCompiler(MethodTarget target, Value? receiver, ReadOnlySpan<Value> arguments, int at, int next, List<Step> steps, State state)
    {
        switch (target.Shape)
        {
            case TargetShape.ConfigureAwait:
                var task = receiver ?? arguments[0];
                state.Push(task with { Type = target.ReturnType, Slot = -1 });
                return true;
            case TargetShape.GetAwaiter when IsMachine && IsAwait(next):
                state.Push(Await(receiver ?? (arguments.Length > 0 ? arguments[0] : Value.Unknown), at, steps));
                return true;
            case TargetShape.IsCompleted when receiver is { Operand: AwaiterOperand }:
                state.Push(new Value(SharedOperands.Integer(1), "System.Boolean"));
                return true;
            case TargetShape.GetResult when receiver is { Operand: AwaiterOperand { Result: var result } }:
                if (!target.IsVoid)
                    state.Push(new Value(result, target.ResultType));
                return true;
            case TargetShape.AwaitOnCompleted when IsMachine:
                return true;
            case TargetShape.AutoGetter when target.AutoProperty is { } property:
                state.Push(new Value(target.HasThis ? FieldOf(property, receiver?.Operand ?? UnknownOperand.Instance) : property.OfNone, property.Type));
                NameOwner(property, at);
                return true;
            case TargetShape.AutoSetter when target.AutoProperty is { } property && arguments.Length == 1:
                NameOwner(property, at);
                Write(target.HasThis ? FieldOf(property, receiver?.Operand ?? UnknownOperand.Instance) : property.OfNone, arguments[0], at, steps);
                return true;
            case TargetShape.TypeFromHandle when arguments[0].Operand is TokenOperand { Token: var token }:
                var handle = MetadataTokens.EntityHandle(token);
                Name(handle, at);
                state.Push(new Value(new TypeOperand(_module.Names.Display(handle)), "System.Type"));
                return true;
            case TargetShape.Concat:
                var sum = arguments[0].Operand;
                for (var i = 1; i < arguments.Length; i++)
                    sum = Sum("+", sum, arguments[i].Operand);
                state.Push(new Value(sum, "System.String"));
                return true;
            case TargetShape.InitializeArray:
                Fill(arguments);
                return true;
            case TargetShape.InlineArray when arguments.Length > 0 && arguments[0].Operand is ArrayDraft draft:
                var element = arguments.Length > 1 && arguments[1].Operand is ConstOperand { Value: long index } ? index : 0;
                state.Push(target.Name.Contains("ElementRef") && element >= 0 && element < draft.Elements.Length
                    ? new Value(new ElementOperand(draft, (int)element), target.ResultType)
                    : new Value(draft, target.ReturnType));
                return true;
            case TargetShape.Interpolation when receiver is { } handler:
                return Interpolate(target, handler, arguments, at, next, steps, state);
            case TargetShape.Lambda or TargetShape.LocalFunction:
                CallLocal(target, arguments, at, steps, state);
                return true;
            case TargetShape.IteratorFinally:
                ReadFinally(target, steps);
                return true;
            case TargetShape.ArrayGet when receiver is { } array:
                state.Push(new Value(new ComputedOperand("index", [array.Operand, .. Operands(target, arguments)]), target.ResultType));
                return true;
            case TargetShape.ArraySet when receiver is { } array:
                if (array.Operand is FieldOperand stored)
                    Add(steps, _pool.Write(stored, arguments[arguments.Length - 1].Operand, WriteKind.Element), at);
                return true;
        }
        if (receiver is { Operand: MachineOperand } && IsMachine)
        {
            if (!target.IsVoid)
                state.Push(Value.Unknown);
            return true;
        }
        if (target.Trait == CallTrait.OfAnonymousType && receiver is { } anonymous)
        {
            state.Push(new Value(new ComputedOperand("member", [anonymous.Operand]), target.ReturnType));
            return true;
        }
        // Comparing and computing with nullable values unwraps them; what it asks runs nothing.
        if (target.Trait == CallTrait.ReadsNullable && receiver is { } wrapped)
        {
            state.Push(target.Name == "get_HasValue"
                ? new Value(new ComputedOperand("!=", [Outside(wrapped.Operand), SharedOperands.Null]), "System.Boolean")
                : new Value(Outside(wrapped.Operand), target.ReturnType));
            return true;
        }
        if (target.Trait == CallTrait.Clones && receiver is { } original)
        {
            state.Push(new Value(new ComputedOperand("with", [original.Operand]), target.ReturnType));
            return true;
        }
        return target.Trait == CallTrait.Subscribes && Subscribe(target, receiver, arguments, at, steps);
    }

    private bool Subscribe(MethodTarget target, Value? receiver, ReadOnlySpan<Value> arguments, int at, List<Step> steps)
    {
        var prefix = target.Name[0] == 'a' ? 4 : 7;
        var member = new MemberRef(target.Owner.Assembly, _module.Names.MemberId('E', target.Owner.Name, target.Name.Substring(prefix)));
        var flags = FieldFlags.Public;
        var isWritten = false;
        if (!target.Definition.IsNil)
        {
            var definition = _module.Reader.GetMethodDefinition(target.Definition);
            flags = (definition.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? FieldFlags.Public : FieldFlags.None;
            isWritten = (definition.Attributes & MethodAttributes.Abstract) == 0
                && (_module.Marks(target.Definition) & AttributeMarks.CompilerGenerated) == 0;
        }
        if (!target.HasThis)
            flags |= FieldFlags.Static;
        Name(target.OwnerType, at);
        var written = new FieldOperand(member, receiver is { } self ? Outside(self.Operand) : null, target.Parameters[0], flags);
        Add(steps, _pool.Write(written, Outside(arguments[0].Operand), WriteKind.Event), at);
        return !isWritten;
    }

    private Value Await(Value task, int at, List<Step> steps)
    {
        var resolved = _member.Resolve(task.Operand);
        if (resolved is ResultOperand { Call: var id } && id == _lastCall && _member.Calls[id].Await == AwaitMode.None
            || resolved is ComputedOperand { Operation: "?:" or "??" } choice && HasFreshTask(choice))
        {
            Consume(resolved, AwaitMode.Awaited);
            _lastCall = -1;
            return new Value(new AwaiterOperand(resolved));
        }
        Consume(resolved, AwaitMode.Stored);
        Add(steps, new AwaitStep { Task = task.Operand }, at);
        _lastCall = -1;
        return new Value(new AwaiterOperand(new AwaitedOperand(task.Operand)));
    }

    private bool HasFreshTask(ComputedOperand choice)
    {
        foreach (var part in choice.Parts)
        {
            if (part is ResultOperand { Call: var id } && _member.Calls[id] is { Await: AwaitMode.None, Target.IsTask: true })
                return true;
        }
        return false;
    }

    /// <summary>Whether the awaiter that was just got is asked at once whether it is completed.</summary>
    private bool IsAwait(int at)
    {
        for (var i = 0; i < 12 && at < _length; i++)
        {
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (code is 0x28 or 0x6f)
                return _module.Method(Token(operand)).Shape == TargetShape.IsCompleted;
            if (code is not (0x00 or 0x12 or 0x10d or 0x14 or 0x75 or 0x74 or 0x02 or 0x7c or 0x7d or 0x25 or 0x116)
                && Op.StoredLocal(_il, code, operand) < 0 && Op.LoadedLocal(_il, code, operand) < 0)
                return false;
        }
        return false;
    }

    private bool Interpolate(MethodTarget target, Value handler, ReadOnlySpan<Value> arguments, int at, int next, List<Step> steps, State state)
    {
        if (target.Name == ".ctor")
        {
            StoreThrough(handler, new Value(new InterpolationDraft([]), target.OwnerDisplay), at, next, steps, state);
            return true;
        }
        if (handler.Operand is not InterpolationDraft { Parts: var parts })
            return false;
        if (target.Name == "ToStringAndClear")
            state.Push(new Value(new ComputedOperand("interpolate", parts.ToArray()), "System.String"));
        else if (arguments.Length > 0 && parts.Count < 64)
            parts.Add(Typed(Outside(arguments[0].Operand, keepDraft: true), arguments[0].Type));
        return true;
    }

    /// <summary>What an iterator does at the end of a try is in a method of its own.</summary>
    private void ReadFinally(MethodTarget target, List<Step> steps)
    {
        if (_task.Body == target.Definition || _depth > 32)
            return;
        var task = _task with { Body = target.Definition, Source = _member.Map.Method(target.Definition), Kind = BodyKind.Iterator, WrittenParameters = _task.ParameterNames.Length, Self = MachineOperand.Instance };
        foreach (var step in _member.Read(task, _depth + 1))
        {
            if (!IsDisposal([step], out _, out _))
                steps.Add(step);
        }
    }

    /// <summary>Elements of a constant array, which lie in the image.</summary>
    private void Fill(ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length != 2 || arguments[0].Operand is not ArrayDraft draft || arguments[1].Operand is not TokenOperand { Token: var token })
            return;
        var handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind != HandleKind.FieldDefinition)
            return;
        var size = ElementType(arguments[0].Type) switch
        {
            "System.Int32" or "System.UInt32" => 4,
            "System.Int64" or "System.UInt64" => 8,
            "System.Int16" or "System.UInt16" or "System.Char" => 2,
            "System.Byte" or "System.SByte" or "System.Boolean" => 1,
            _ => 0,
        };
        var address = _module.Reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetRelativeVirtualAddress();
        if (size == 0 || address == 0)
            return;
        var data = _member.Pe.GetSectionData(address);
        if (data.Length < size * draft.Elements.Length)
            return;
        var blob = data.GetReader(0, size * draft.Elements.Length);
        for (var i = 0; i < draft.Elements.Length; i++)
        {
            long value = size switch { 1 => blob.ReadSByte(), 2 => blob.ReadInt16(), 4 => blob.ReadInt32(), _ => blob.ReadInt64() };
            draft.Elements[i] = Typed(SharedOperands.Integer(value), ElementType(arguments[0].Type));
        }
    }
}
