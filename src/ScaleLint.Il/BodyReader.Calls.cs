using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

internal sealed unsafe partial class BodyReader
{
    private const string TokenType = "System.Threading.CancellationToken";

    [MethodImpl(Hot.Path)]
    private void Call(MethodTarget target, bool isVirtual, int at, int next, List<Step> steps, State state)
    {
        var constrained = _constrained;
        _constrained = 0;
        var arguments = state.Pop(target.Parameters.Length);
        Value? receiver = target.HasThis ? state.Pop() : null;
        if (CallOfCompiler(target, receiver, arguments, at, next, steps, state))
            return;
        if (target.Name == ".ctor" && receiver is { } made)
        {
            Construct(target, made, arguments, at, next, steps, state);
            return;
        }
        var call = Add(target, isVirtual ? target.Dispatch ??= Dispatch(target) : CallKind.Direct, receiver, arguments, at, steps, state);
        if (receiver is { } self)
        {
            call.ReceiverType = constrained != 0 ? _module.Names.Display(MetadataTokens.EntityHandle(constrained))
                : self.Operand is ThisOperand ? SelfType : self.Type.Length > 0 ? MetadataNames.WithoutReference(self.Type) : target.OwnerDisplay;
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
        if (!target.IsVoid)
            state.Push(new Value(SharedOperands.Result(call.Id), target.ResultType));
    }

    private TypeDefinitionHandle _selfOwner;
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
        var owner = _module.OwnerOf(_task.Body);
        for (var i = 0; i < 32 && _module.Shape(owner) != IlModule.TypeShape.Written; i++)
        {
            var outer = _module.Reader.GetTypeDefinition(owner).GetDeclaringType();
            if (outer.IsNil)
                break;
            owner = outer;
        }
        return owner;
    }

    [MethodImpl(Hot.Path)]
    private CallStep Add(MethodTarget target, CallKind kind, Value? receiver, ReadOnlySpan<Value> arguments, int at, List<Step> steps, State state)
    {
        var operands = arguments.Length == 0 ? [] : new Operand[arguments.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = Typed(Outside(arguments[i].Operand, keepDraft: true), target.Parameters[i]);
            Consume(operands[i], AwaitMode.Stored);
        }
        var call = _pool.Call(_member.Calls.Count, kind, target, operands);
        if (receiver is { } self)
            call.Receiver = Outside(self.Operand, keepDraft: true);
        call.Token = TokenOf(target, operands);
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

    private void DefineOutputs(MethodTarget target, ReadOnlySpan<Value> arguments, CallStep call, int at, List<Step> steps, State state)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Slot < 0 || target.Parameters[i].Length == 0 || target.Parameters[i][target.Parameters[i].Length - 1] != '@'
                || IsInternal(arguments[i].Operand) || arguments[i].Operand is InterpolationDraft)
                continue;
            if (target.Owner.Name == "System.Threading.Monitor")
                continue;
            var type = MetadataNames.WithoutReference(target.Parameters[i]);
            StoreThrough(arguments[i], new Value(new ComputedOperand("out", [SharedOperands.Result(call.Id)]), type), at, at, steps, state);
        }
    }

    /// <summary>Whether a static method is an extension method, which only its own assembly says for sure; elsewhere its class's name does.</summary>
    private bool IsExtension(MethodTarget target)
    {
        if (!target.Definition.IsNil)
            return (_module.Marks(target.Definition) & AttributeMarks.Extension) != 0;
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
        var owner = _module.Reader.GetTypeDefinition(_module.OwnerOf(target.Definition)).Attributes;
        return (definition.Attributes & (MethodAttributes.Virtual | MethodAttributes.Final)) == MethodAttributes.Virtual && (owner & TypeAttributes.Sealed) == 0
            ? CallKind.Virtual : CallKind.Direct;
    }

    private bool IsDelegate(MethodTarget target)
    {
        if (target.Name != "Invoke" || !target.HasThis)
            return false;
        if (!target.Definition.IsNil)
        {
            var parent = _module.Reader.GetTypeDefinition(_module.OwnerOf(target.Definition)).BaseType;
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
        var wanted = _module.Method(target.Definition);
        var found = false;
        foreach (var other in _module.TokenMethods(_module.OwnerOf(target.Definition)))
        {
            found |= other.Definition != target.Definition && other.Name == target.Name && other.HasThis == wanted.HasThis
                && other.Parameters.Length == wanted.Parameters.Length + 1
                && wanted.Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan(0, wanted.Parameters.Length));
        }
        target.HasTokenOverload = found;
        return found;
    }

    /// <summary>Says what becomes of a task.</summary>
    [MethodImpl(Hot.Path)]
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

    private void Construct(MethodTarget target, Value made, ReadOnlySpan<Value> arguments, int at, int next, List<Step> steps, State state)
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
        StoreThrough(made, new Value(SharedOperands.Result(call.Id), target.OwnerDisplay), at, next, steps, state);
    }

    private Operand[] Operands(MethodTarget target, ReadOnlySpan<Value> values)
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
        var arguments = state.Pop(target.Parameters.Length);
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
        if (target.Trait == CallTrait.OfAnonymousType)
        {
            state.Push(new Value(new ComputedOperand("new{}", Operands(target, arguments)), target.OwnerDisplay));
            return;
        }
        var call = Add(target, CallKind.New, null, arguments, at, steps, state);
        call.TypeArguments = target.OwnerTypeArguments;
        call.ReturnType = target.OwnerDisplay;
        state.Push(new Value(SharedOperands.Result(call.Id), target.OwnerDisplay));
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
        var target = new MethodTarget { Member = new MemberRef("", ""), ReturnType = returned, ResultType = MetadataNames.WithoutReference(returned), IsVoid = returned == "System.Void" };
        var call = _pool.Call(_member.Calls.Count, CallKind.Dynamic, target, arguments);
        call.ReturnType = returned;
        _member.Calls.Add(call);
        Add(steps, call, at);
        _lastCall = call.Id;
        Push(call.Target, call, state);
    }

    private void CallLocal(MethodTarget target, ReadOnlySpan<Value> arguments, int at, List<Step> steps, State state)
    {
        var count = _member.WrittenParameters(target);
        var operands = new Operand[count];
        for (var i = 0; i < count; i++)
        {
            operands[i] = Typed(Outside(arguments[i].Operand, keepDraft: true), target.Parameters[i]);
            Consume(operands[i], AwaitMode.Stored);
        }
        var call = _pool.Call(_member.Calls.Count, CallKind.Local, target, operands);
        call.ReturnType = target.ReturnType;
        call.Token = TokenOf(target, operands);
        _member.Calls.Add(call);
        Add(steps, call, at);
        call.Lambda = _member.Lambda(target.Definition);
        _lastCall = call.Id;
        Push(target, call, state);
    }
}
