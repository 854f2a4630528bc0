using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

internal sealed unsafe partial class BodyReader
{
    private const string TokenType = "System.Threading.CancellationToken";

    private void Call(MethodTarget target, bool isVirtual, int at, int next, List<Step> steps, State state)
    {
        var constrained = _constrained;
        _constrained = 0;
        var arguments = target.Parameters.Length == 0 ? [] : new Value[target.Parameters.Length];
        for (var i = arguments.Length - 1; i >= 0; i--)
            arguments[i] = state.Pop();
        Value? receiver = target.HasThis ? state.Pop() : null;
        if (CallOfCompiler(target, receiver, arguments, at, next, steps, state))
            return;
        if (target.Name == ".ctor" && receiver is { } made)
        {
            Construct(target, made, arguments, at, next, steps, state);
            return;
        }
        var call = Add(target, isVirtual ? Dispatch(target) : CallKind.Direct, receiver, arguments, at, steps, state);
        if (receiver is { } self)
        {
            call.ReceiverType = constrained != 0 ? _module.Names.Display(MetadataTokens.EntityHandle(constrained))
                : self.Operand is ThisOperand ? SelfType : self.Type.Length > 0 ? self.Type.TrimEnd('@') : target.OwnerDisplay;
            if (self.Operand is ThisOperand && target.Owner.Name != SelfDefinition && !isVirtual && target.Name != ".ctor")
                call.Kind = CallKind.Direct;
        }
        else if (arguments.Length > 0 && IsExtension(target))
        {
            call.ReceiverType = arguments[0].Operand is ThisOperand ? SelfType : arguments[0].Type.Length > 0 ? arguments[0].Type : target.Parameters[0];
        }
        Push(target, call, state);
    }

    private void Push(MethodTarget target, CallStep call, State state)
    {
        if (target.ReturnType != "System.Void")
            state.Push(new Value(new ResultOperand(call.Id), target.ReturnType.TrimEnd('@')));
    }

    private string? _selfType;
    private string? _selfDefinition;

    private string SelfDefinition => _selfDefinition ??= _module.Names.Definition(WrittenOwner());

    /// <summary>The type a person wrote, constructed with its own parameters.</summary>
    private string SelfType
    {
        get
        {
            if (_selfType is not null)
                return _selfType;
            var number = 0;
            var parts = SelfDefinition.Split('`');
            var text = new System.Text.StringBuilder(parts[0]);
            for (var i = 1; i < parts.Length; i++)
            {
                var end = 0;
                var arity = 0;
                while (end < parts[i].Length && parts[i][end] is >= '0' and <= '9' && arity < 1000)
                    arity = arity * 10 + (parts[i][end++] - '0');
                text.Append('{');
                for (var k = 0; k < arity; k++)
                    text.Append(k > 0 ? "," : "").Append('`').Append((number++).ToString(System.Globalization.CultureInfo.InvariantCulture));
                text.Append('}').Append(parts[i], end, parts[i].Length - end);
            }
            return _selfType = text.ToString();
        }
    }

    private TypeDefinitionHandle WrittenOwner()
    {
        var owner = _module.Reader.GetMethodDefinition(_body).GetDeclaringType();
        for (var i = 0; i < 32 && _module.Shape(owner) != IlModule.TypeShape.Written; i++)
        {
            var outer = _module.Reader.GetTypeDefinition(owner).GetDeclaringType();
            if (outer.IsNil)
                break;
            owner = outer;
        }
        return owner;
    }

    private CallStep Add(MethodTarget target, CallKind kind, Value? receiver, Value[] arguments, int at, List<Step> steps, State state)
    {
        var operands = arguments.Length == 0 ? [] : new Operand[arguments.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = Typed(Outside(arguments[i].Operand, keepDraft: true), target.Parameters[i]);
            Consume(operands[i], AwaitMode.Stored);
        }
        var call = new CallStep
        {
            Id = _member.Calls.Count,
            Kind = kind,
            Target = target,
            Receiver = receiver is { } self ? Outside(self.Operand, keepDraft: true) : null,
            Arguments = operands,
            TypeArguments = target.TypeArguments,
            ReturnType = target.ReturnType.TrimEnd('@'),
            Token = TokenOf(target, operands),
        };
        if (call.Receiver is not null)
            Consume(call.Receiver, AwaitMode.Stored);
        _member.Calls.Add(call);
        Add(steps, call, at);
        _lastCall = call.Id;
        DefineOutputs(target, arguments, call, at, steps, state);
        return call;
    }

    private static Operand Outside(Operand operand, bool keepDraft) =>
        IsInternal(operand) || !keepDraft && operand is ArrayDraft or InterpolationDraft ? UnknownOperand.Instance : operand;

    private void DefineOutputs(MethodTarget target, Value[] arguments, CallStep call, int at, List<Step> steps, State state)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Slot < 0 || target.Parameters[i].Length == 0 || target.Parameters[i][target.Parameters[i].Length - 1] != '@'
                || IsInternal(arguments[i].Operand) || arguments[i].Operand is InterpolationDraft)
                continue;
            if (target.Owner.Name == "System.Threading.Monitor")
                continue;
            var type = target.Parameters[i].TrimEnd('@');
            StoreThrough(arguments[i], new Value(new ComputedOperand("out", [new ResultOperand(call.Id)]), type), at, at, steps, state);
        }
    }

    /// <summary>Whether a static method is an extension method, which only its own assembly says for sure; elsewhere its class's name does.</summary>
    private bool IsExtension(MethodTarget target)
    {
        if (!target.Definition.IsNil)
            return target.IsExtension ??= _module.HasAttribute(_module.Reader.GetMethodDefinition(target.Definition).GetCustomAttributes(), "System.Runtime.CompilerServices.ExtensionAttribute");
        var name = target.Owner.Name;
        return name.EndsWith("Extensions", StringComparison.Ordinal) || name is "System.Linq.Enumerable" or "System.Linq.Queryable";
    }

    private CallKind Dispatch(MethodTarget target)
    {
        if (IsDelegate(target))
            return CallKind.Delegate;
        if (target.Definition.IsNil)
            return CallKind.Virtual;
        var definition = _module.Reader.GetMethodDefinition(target.Definition);
        var owner = _module.Reader.GetTypeDefinition(definition.GetDeclaringType()).Attributes;
        return (definition.Attributes & (MethodAttributes.Virtual | MethodAttributes.Final)) == MethodAttributes.Virtual && (owner & TypeAttributes.Sealed) == 0
            ? CallKind.Virtual : CallKind.Direct;
    }

    private bool IsDelegate(MethodTarget target)
    {
        if (target.Name != "Invoke" || !target.HasThis)
            return false;
        if (!target.Definition.IsNil)
        {
            var parent = _module.Reader.GetTypeDefinition(_module.Reader.GetMethodDefinition(target.Definition).GetDeclaringType()).BaseType;
            return !parent.IsNil && _module.Names.Definition(parent) == "System.MulticastDelegate";
        }
        var name = target.Owner.Name;
        var tick = name.IndexOf('`');
        if (tick >= 0)
            name = name.Substring(0, tick);
        return name is "System.Action" or "System.Func" or "System.Predicate" or "System.Comparison" or "System.Converter" or "System.Threading.ThreadStart"
                or "System.Text.RegularExpressions.MatchEvaluator"
            || name.EndsWith("Handler", StringComparison.Ordinal) || name.EndsWith("Delegate", StringComparison.Ordinal) || name.EndsWith("Callback", StringComparison.Ordinal);
    }

    private TokenUse TokenOf(MethodTarget target, Operand[] operands)
    {
        var use = TokenUse.NotAccepted;
        for (var i = 0; i < operands.Length; i++)
        {
            if (target.Parameters[i] != TokenType)
                continue;
            use = operands[i] switch
            {
                DefaultOperand => TokenUse.Omitted,
                ResultOperand { Call: var call } when _member.Calls[call].Target is { Name: "get_None", Owner.Name: TokenType } => TokenUse.None,
                _ => TokenUse.Passed,
            };
            if (use == TokenUse.Passed)
                return use;
        }
        return use == TokenUse.NotAccepted && HasTokenOverload(target) ? TokenUse.OverloadAvailable : use;
    }

    private bool HasTokenOverload(MethodTarget target)
    {
        if (target.Definition.IsNil || target.Shape != TargetShape.Call)
            return false;
        if (target.HasTokenOverload is { } known)
            return known;
        var own = _module.Reader.GetMethodDefinition(target.Definition);
        var wanted = _module.Method(target.Definition);
        var found = false;
        foreach (var candidate in _module.Reader.GetTypeDefinition(own.GetDeclaringType()).GetMethods())
        {
            if (candidate == target.Definition || !_module.Reader.StringComparer.Equals(_module.Reader.GetMethodDefinition(candidate).Name, target.Name))
                continue;
            var other = _module.Method(candidate);
            found |= other.HasThis == wanted.HasThis && other.Parameters.Length == wanted.Parameters.Length + 1
                && other.Parameters[other.Parameters.Length - 1] == TokenType
                && wanted.Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan(0, wanted.Parameters.Length));
        }
        target.HasTokenOverload = found;
        return found;
    }

    /// <summary>Says what becomes of a task.</summary>
    private void Consume(Operand operand, AwaitMode mode)
    {
        switch (operand)
        {
            case ResultOperand { Call: var id }:
                var call = _member.Calls[id];
                if (call.Await == AwaitMode.None && (call.Target.IsTask || mode == AwaitMode.Awaited))
                    call.Await = mode;
                break;
            case ComputedOperand { Operation: "?:" or "??" } choice:
                foreach (var part in choice.Parts)
                    Consume(part, mode);
                break;
            case LocalOperand when mode == AwaitMode.Returned:
                if (_member.Resolve(operand) is ResultOperand resolved)
                    Consume(resolved, mode);
                break;
        }
    }

    private void Construct(MethodTarget target, Value made, Value[] arguments, int at, int next, List<Step> steps, State state)
    {
        if (target.Shape is TargetShape.NullableNew && arguments.Length == 1)
        {
            StoreThrough(made, arguments[0] with { Type = target.OwnerDisplay }, at, next, steps, state);
            return;
        }
        if (target.Shape is TargetShape.TupleNew)
        {
            StoreThrough(made, new Value(new ComputedOperand("tuple", Operands(target, arguments)), target.OwnerDisplay), at, next, steps, state);
            return;
        }
        if (target.Shape is TargetShape.SpanOfOne)
        {
            StoreThrough(made, new Value(new ArrayOperand(Operands(target, arguments)), target.OwnerDisplay), at, next, steps, state);
            return;
        }
        if (made.Operand is ThisOperand)
        {
            if (target.Owner.Name is "System.Object" or "System.ValueType")
                return;
            var initializer = Add(target, CallKind.Direct, made, arguments, at, steps, state);
            initializer.TypeArguments = target.OwnerTypeArguments;
            if (arguments.Length == 0 && target.Owner.Name != SelfDefinition)
                initializer.ReturnType = target.OwnerDisplay;
            else
                initializer.ReceiverType = SelfType;
            return;
        }
        var call = Add(target, CallKind.New, null, arguments, at, steps, state);
        call.TypeArguments = target.OwnerTypeArguments;
        call.ReturnType = target.OwnerDisplay;
        StoreThrough(made, new Value(new ResultOperand(call.Id), target.OwnerDisplay), at, next, steps, state);
    }

    private Operand[] Operands(MethodTarget target, Value[] values)
    {
        var operands = new Operand[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            operands[i] = Typed(Outside(values[i].Operand, keepDraft: true), target.Parameters[i]);
            Consume(operands[i], AwaitMode.Stored);
        }
        return operands;
    }

    private void New(MethodTarget target, int at, List<Step> steps, State state)
    {
        var arguments = new Value[target.Parameters.Length];
        for (var i = arguments.Length - 1; i >= 0; i--)
            arguments[i] = state.Pop();
        switch (target.Shape)
        {
            case TargetShape.DelegateConstructor when arguments[1].Operand is FunctionOperand { Target: var function }:
                state.Push(new Value(Delegate(function, arguments[0]), target.OwnerDisplay));
                return;
            case TargetShape.ClosureConstructor:
                state.Push(new Value(ClosureOperand.Instance, target.OwnerDisplay));
                return;
            case TargetShape.ArrayNew:
                state.Push(new Value(new ComputedOperand("new[]", Operands(target, arguments)), target.OwnerDisplay));
                return;
            case TargetShape.NullableNew when arguments.Length == 1:
                state.Push(arguments[0] with { Type = target.OwnerDisplay });
                return;
            case TargetShape.TupleNew:
                state.Push(new Value(new ComputedOperand("tuple", Operands(target, arguments)), target.OwnerDisplay));
                return;
            case TargetShape.Interpolation:
                state.Push(new Value(new InterpolationDraft([]), target.OwnerDisplay));
                return;
            case TargetShape.SpanOfOne:
                state.Push(new Value(new ArrayOperand(Operands(target, arguments)), target.OwnerDisplay));
                return;
        }
        if (target.Owner.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))
        {
            state.Push(new Value(new ComputedOperand("new{}", Operands(target, arguments)), target.OwnerDisplay));
            return;
        }
        var call = Add(target, CallKind.New, null, arguments, at, steps, state);
        call.TypeArguments = target.OwnerTypeArguments;
        call.ReturnType = target.OwnerDisplay;
        state.Push(new Value(new ResultOperand(call.Id), target.OwnerDisplay));
    }

    private Operand Delegate(MethodTarget function, Value target)
    {
        if (function.Shape is TargetShape.Lambda or TargetShape.LocalFunction)
            return new LambdaOperand(_member.Lambda(function.Definition));
        return new MethodGroupOperand(function.Member, function.HasThis ? Outside(target.Operand) : null);
    }

    private void CallPointer(int operand, int at, List<Step> steps, State state)
    {
        var handle = Token(operand);
        state.Pop();
        if (handle.Kind != HandleKind.StandaloneSignature)
            throw new BadImageFormatException("a call through a pointer has no signature");
        var (parameters, returned, hasThis, _) = _module.Names.Signature(_module.Reader.GetStandaloneSignature((StandaloneSignatureHandle)handle).Signature, null, null);
        var arguments = new Operand[parameters.Length];
        for (var i = arguments.Length - 1; i >= 0; i--)
            arguments[i] = Outside(state.Pop().Operand, keepDraft: true);
        if (hasThis)
            state.Pop();
        var call = new CallStep
        {
            Id = _member.Calls.Count, Kind = CallKind.Dynamic, Target = new MethodTarget { Member = new MemberRef("", ""), ReturnType = returned },
            Arguments = arguments, ReturnType = returned,
        };
        _member.Calls.Add(call);
        Add(steps, call, at);
        _lastCall = call.Id;
        Push(call.Target, call, state);
    }

    /// <summary>Calls that the compiler put there, or that a value stands for.</summary>
    private bool CallOfCompiler(MethodTarget target, Value? receiver, Value[] arguments, int at, int next, List<Step> steps, State state)
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
                state.Push(new Value(new ConstOperand(1L), "System.Boolean"));
                return true;
            case TargetShape.GetResult when receiver is { Operand: AwaiterOperand { Result: var result } }:
                if (target.ReturnType != "System.Void")
                    state.Push(new Value(result, target.ReturnType.TrimEnd('@')));
                return true;
            case TargetShape.AwaitOnCompleted when IsMachine:
                return true;
            case TargetShape.AutoGetter when target.AutoProperty is { } property:
                state.Push(new Value(new FieldOperand(property.Member, target.HasThis ? Outside(receiver?.Operand ?? UnknownOperand.Instance) : null, property.Type, property.Flags), property.Type));
                NameOwner(property, at);
                return true;
            case TargetShape.AutoSetter when target.AutoProperty is { } property && arguments.Length == 1:
                NameOwner(property, at);
                Write(new FieldOperand(property.Member, target.HasThis ? Outside(receiver?.Operand ?? UnknownOperand.Instance) : null, property.Type, property.Flags), arguments[0], at, steps);
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
                    ? new Value(new ElementOperand(draft, (int)element), target.ReturnType.TrimEnd('@'))
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
                state.Push(new Value(new ComputedOperand("index", [array.Operand, .. Operands(target, arguments)]), target.ReturnType.TrimEnd('@')));
                return true;
            case TargetShape.ArraySet when receiver is { } array:
                if (array.Operand is FieldOperand stored)
                    Add(steps, new WriteStep { Member = stored, Value = arguments[arguments.Length - 1].Operand, Kind = WriteKind.Element }, at);
                return true;
        }
        if (receiver is { Operand: MachineOperand } && IsMachine)
        {
            if (target.ReturnType != "System.Void")
                state.Push(Value.Unknown);
            return true;
        }
        if (target.Owner.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal) && receiver is { } anonymous)
        {
            state.Push(new Value(new ComputedOperand("member", [anonymous.Operand]), target.ReturnType));
            return true;
        }
        // Comparing and computing with nullable values unwraps them; what it asks runs nothing.
        if (target.Owner.Name == "System.Nullable`1" && receiver is { } wrapped && target.Parameters.Length == 0 && target.Name is "GetValueOrDefault" or "get_HasValue")
        {
            state.Push(target.Name == "get_HasValue"
                ? new Value(new ComputedOperand("!=", [Outside(wrapped.Operand), new ConstOperand(null)]), "System.Boolean")
                : new Value(Outside(wrapped.Operand), target.ReturnType));
            return true;
        }
        if (target.Name == "<Clone>$" && receiver is { } original)
        {
            state.Push(new Value(new ComputedOperand("with", [original.Operand]), target.ReturnType));
            return true;
        }
        return Subscribe(target, receiver, arguments, at, steps);
    }

    private bool Subscribe(MethodTarget target, Value? receiver, Value[] arguments, int at, List<Step> steps)
    {
        var prefix = target.Name.StartsWith("add_", StringComparison.Ordinal) ? 4 : target.Name.StartsWith("remove_", StringComparison.Ordinal) ? 7 : 0;
        if (prefix == 0 || arguments.Length != 1 || target.ReturnType != "System.Void")
            return false;
        var member = new MemberRef(target.Owner.Assembly, _module.Names.MemberId('E', target.Owner.Name, target.Name.Substring(prefix)));
        var flags = FieldFlags.Public;
        var isWritten = false;
        if (!target.Definition.IsNil)
        {
            var definition = _module.Reader.GetMethodDefinition(target.Definition);
            flags = (definition.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? FieldFlags.Public : FieldFlags.None;
            isWritten = (definition.Attributes & MethodAttributes.Abstract) == 0
                && !_module.HasAttribute(definition.GetCustomAttributes(), "System.Runtime.CompilerServices.CompilerGeneratedAttribute");
        }
        if (!target.HasThis)
            flags |= FieldFlags.Static;
        Name(target.Owner, at);
        Add(steps, new WriteStep
        {
            Member = new FieldOperand(member, receiver is { } self ? Outside(self.Operand) : null, target.Parameters[0], flags),
            Value = Outside(arguments[0].Operand),
            Kind = WriteKind.Event,
        }, at);
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

    private bool Interpolate(MethodTarget target, Value handler, Value[] arguments, int at, int next, List<Step> steps, State state)
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

    private void CallLocal(MethodTarget target, Value[] arguments, int at, List<Step> steps, State state)
    {
        var count = _member.WrittenParameters(target);
        var operands = new Operand[count];
        for (var i = 0; i < count; i++)
        {
            operands[i] = Typed(Outside(arguments[i].Operand, keepDraft: true), target.Parameters[i]);
            Consume(operands[i], AwaitMode.Stored);
        }
        var call = new CallStep
        {
            Id = _member.Calls.Count, Kind = CallKind.Local, Target = target, Arguments = operands, TypeArguments = target.TypeArguments,
            ReturnType = target.ReturnType, Token = TokenOf(target, operands),
        };
        _member.Calls.Add(call);
        Add(steps, call, at);
        call.Lambda = _member.Lambda(target.Definition);
        _lastCall = call.Id;
        Push(target, call, state);
    }

    /// <summary>What an iterator does at the end of a try is in a method of its own.</summary>
    private void ReadFinally(MethodTarget target, List<Step> steps)
    {
        if (_body == target.Definition || _depth > 32)
            return;
        var inner = new BodyReader(_member, _lambda, target.Definition, _member.Map.Method(target.Definition), BodyKind.Iterator, _parameterNames, _parameterTypes, MachineOperand.Instance) { _depth = _depth + 1 };
        foreach (var step in inner.Read())
        {
            if (!IsDisposal([step], out _, out _))
                steps.Add(step);
        }
    }

    /// <summary>Elements of a constant array, which lie in the image.</summary>
    private void Fill(Value[] arguments)
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
            draft.Elements[i] = Typed(new ConstOperand(value), ElementType(arguments[0].Type));
        }
    }
}
