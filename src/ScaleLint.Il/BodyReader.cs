using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Reads one body: follows its control flow as it was structured in the source and interprets the evaluation stack on the way.</summary>
internal sealed unsafe partial class BodyReader
{
    private const int MaxBlocks = 4000;
    private const int MaxNesting = 150;

    private readonly MemberBuilder _member;
    private readonly IlModule _module;
    private readonly ControlFlow _flow;
    private readonly StepPool _pool;
    private readonly SlotPool _slots = new();
    private readonly Dictionary<int, int> _variables = [];
    private readonly Dictionary<int, int> _fieldSlots = [];
    private readonly List<Loop> _loops = [];
    private readonly List<LoopStep> _loopSteps = [];
    private readonly List<State> _spare = [];
    private State?[] _incoming = new State?[32];
    private ActiveKind[] _active = new ActiveKind[32];
    private BodyTask _task;
    private byte* _il;
    private int _length;
    private string[] _localTypes = [];
    private string _returnType = "";
    private int _depth;
    private int _lastCall = -1;
    private Value _pendingYield = Value.Unknown;
    private List<Step> _steps = [];
    private int _constrained;

    public BodyReader(MemberBuilder member)
    {
        _member = member;
        _module = member.Module;
        _flow = new ControlFlow(IsLambdaCache);
        _pool = member.Steps;
    }

    private enum ActiveKind : byte { None, Merge, Header, Exit }

    private MethodSource Source => _task.Source;

    private BodyKind Kind => _task.Kind;

    private bool IsMachine => _task.Kind != BodyKind.Plain;

    private bool ReturnsVoid => _returnType == "System.Void";

    /// <summary>Reads a body; the reader is used for one after another.</summary>
    /// <param name="depth">How deep it lies inside the body that is read with it.</param>
    public List<Step> Read(in BodyTask task, int depth)
    {
        _task = task;
        _depth = depth;
        var definition = _module.Reader.GetMethodDefinition(task.Body);
        if (definition.RelativeVirtualAddress == 0)
            throw new BadImageFormatException("a method has no body");
        var code = IlCode.At(_member.Pe, definition.RelativeVirtualAddress);
        if (code.Length > _member.Options.MaxBodySize)
            throw new BadImageFormatException("a body is longer than " + _member.Options.MaxBodySize.ToString(System.Globalization.CultureInfo.InvariantCulture) + " bytes");
        Begin(code.Start, code.Length, _module.Names.Locals(code.Locals));
        _flow.Scan(_il, _length, code.Handlers, _localTypes.Length, !IsMachine && !ReturnsVoid);
        var steps = _pool.List();
        if (_flow.Blocks.Count > MaxBlocks)
        {
            Flatten(steps);
            return steps;
        }
        if (IsMachine)
            new MachineFlow(_module, _flow, _il, _length, Kind).Apply();
        _flow.Analyze();
        if (_incoming.Length < _flow.Blocks.Count)
        {
            _incoming = new State?[_flow.Blocks.Count * 2];
            _active = new ActiveKind[_incoming.Length];
        }
        else
        {
            Array.Clear(_incoming, 0, _flow.Blocks.Count);
            Array.Clear(_active, 0, _flow.Blocks.Count);
        }
        var state = Spare();
        state.Begin(_localTypes.Length);
        try
        {
            Walk(0, -1, steps, state);
        }
        catch (NestingException)
        {
            // Generated code can be nested deeper than anyone wants to walk: its calls are kept, its shape is not.
            _steps = steps = [];
            Flatten(steps);
            return steps;
        }
        Release(state);
        StripTail(steps);
        return steps;
    }

    private void Begin(byte* il, int length, string[] localTypes)
    {
        _il = il;
        _length = length;
        _localTypes = localTypes;
        _returnType = IsMachine ? "" : _module.Method(_task.Body).ReturnType;
        _slots.Begin();
        _variables.Clear();
        _fieldSlots.Clear();
        _loops.Clear();
        _loopSteps.Clear();
        _lastCall = -1;
        _pendingYield = Value.Unknown;
        _constrained = 0;
        if (_selfOwner == _module.OwnerOf(_task.Body))
            return;
        _selfOwner = _module.OwnerOf(_task.Body);
        _selfType = null;
        _selfDefinition = null;
    }

    /// <summary>A state to make a copy in.</summary>
    private State Spare()
    {
        if (_spare.Count == 0)
            return new State(_slots);
        var state = _spare[_spare.Count - 1];
        _spare.RemoveAt(_spare.Count - 1);
        return state;
    }

    private State Copy(State state, bool withStack = true)
    {
        var copy = Spare();
        copy.CopyFrom(state, withStack);
        return copy;
    }

    /// <summary>Takes back a state that nobody looks at any more.</summary>
    private void Release(State state) => _spare.Add(state);

    /// <summary>Thrown and caught here alone.</summary>
    private sealed class NestingException : Exception;

    private bool IsLambdaCache(int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        return handle.Kind is HandleKind.FieldDefinition or HandleKind.MemberReference && _module.Field(handle).Shape == FieldShape.LambdaCache;
    }

    /// <summary>The variable of a slot at an offset: by its PDB name, else one per slot.</summary>
    private int VariableOf(int slot, int offset, out bool isNamed)
    {
        var named = Source.Local(slot, offset);
        isNamed = named >= 0;
        var key = named >= 0 ? named : -1 - slot;
        if (!_variables.TryGetValue(key, out var variable))
        {
            variable = _member.AddVariable(named >= 0 ? Source.LocalName(named) : "", slot < _localTypes.Length ? _localTypes[slot] : "");
            _variables[key] = variable;
        }
        return variable;
    }

    [MethodImpl(Hot.Path)]
    private Value LoadSlot(State state, int slot, int offset)
    {
        if (slot >= _localTypes.Length)
            return Value.Unknown;
        var known = state.Slot(slot);
        if (known is { Operand: ClosureOperand or MachineOperand or AwaiterOperand or ArrayDraft or InterpolationDraft or ThisOperand or FunctionOperand } special)
            return special with { Slot = -1 };
        var named = Source.Local(slot, offset) >= 0;
        if (!named && known.IsKnown)
            return known with { Slot = -1, Type = known.Type.Length > 0 ? known.Type : _localTypes[slot] };
        if (!named && !_variables.ContainsKey(-1 - slot) && _localTypes[slot].Contains("<>c__DisplayClass"))
            return new Value(ClosureOperand.Instance, _localTypes[slot]);
        return new Value(SharedOperands.Local(VariableOf(slot, offset, out _)), _localTypes[slot]);
    }

    [MethodImpl(Hot.Path)]
    private void StoreSlot(State state, int slot, Value value, int offset)
    {
        if (slot >= _localTypes.Length)
            return;
        var type = _localTypes[slot];
        var stored = value with { Slot = -1, Operand = Typed(value.Operand, type) };
        state.SetSlot(slot, stored.Type.Length == 0 ? stored with { Type = type } : stored);
        if (IsInternal(value.Operand))
            return;
        // An unnamed slot that is stored to once is its value.
        var named = Source.Local(slot, offset) >= 0;
        if (!named && _flow.Stores[slot] <= 1)
            return;
        var variable = VariableOf(slot, offset, out _);
        Define(variable, stored.Operand);
    }

    private void Define(int variable, Operand value)
    {
        if (value is ArrayDraft or InterpolationDraft || !IsInternal(value))
        {
            var definitions = _member.Variables[variable].Definitions;
            if (value is ComputedOperand { Operation: "+", Parts: [LocalOperand { Local: var self }, ConstOperand { Value: 1L }] } && self == variable)
                value = new ComputedOperand("++", [SharedOperands.Local(variable)]);
            else if (value is ComputedOperand { Operation: "-", Parts: [LocalOperand { Local: var other }, ConstOperand { Value: 1L }] } && other == variable)
                value = new ComputedOperand("--", [SharedOperands.Local(variable)]);
            if (definitions.Count < 64)
                definitions.Add(value);
        }
    }

    private static bool IsInternal(Operand operand) =>
        operand is ClosureOperand or MachineOperand or AwaiterOperand or FunctionOperand or TokenOperand or ElementOperand;

    /// <summary>A constant as the type it goes to has it.</summary>
    private static Operand Typed(Operand operand, string type)
    {
        if (operand is ConstOperand { Value: long number } && type == "System.Boolean")
            return SharedOperands.Boolean(number != 0);
        if (operand is ConstOperand { Value: long integer } && type is "System.Double" or "System.Single")
            return new ConstOperand((double)integer);
        return operand;
    }

    /// <summary>Everything in the order of the bytes, without structure: for bodies that are too large to analyse.</summary>
    private void Flatten(List<Step> steps)
    {
        foreach (var block in _flow.Blocks)
        {
            var state = Spare();
            state.Begin(_localTypes.Length);
            Execute(block, steps, state);
            Release(state);
        }
    }

    private void Add(List<Step> steps, Step step, int offset)
    {
        _member.CountStep();
        step.At = Source.At(offset);
        steps.Add(step);
    }

    /// <summary>A return at the end is no jump: nobody can tell whether it was written.</summary>
    private static void StripTail(List<Step> steps)
    {
        while (steps.Count > 0)
        {
            switch (steps[steps.Count - 1])
            {
                case JumpStep { Kind: JumpKind.Return or JumpKind.YieldBreak, Value: null }:
                    steps.RemoveAt(steps.Count - 1);
                    continue;
                case BranchStep branch:
                    foreach (var arm in branch.Arms)
                        StripTail(arm);
                    break;
                case HoldStep hold:
                    StripTail(hold.Body);
                    break;
                case TryStep attempt:
                    StripTail(attempt.Body);
                    foreach (var clause in attempt.Catches)
                        StripTail(clause.Body);
                    break;
            }
            return;
        }
    }

    private static void StripContinue(List<Step> steps)
    {
        while (steps.Count > 0)
        {
            switch (steps[steps.Count - 1])
            {
                case JumpStep { Kind: JumpKind.Continue }:
                    steps.RemoveAt(steps.Count - 1);
                    continue;
                case BranchStep branch:
                    foreach (var arm in branch.Arms)
                        StripContinue(arm);
                    break;
                case HoldStep hold:
                    StripContinue(hold.Body);
                    break;
                case TryStep attempt:
                    StripContinue(attempt.Body);
                    foreach (var clause in attempt.Catches)
                        StripContinue(clause.Body);
                    break;
            }
            return;
        }
    }
}

/// <summary>A body to read.</summary>
/// <param name="Lambda">Number of the lambda it is of, or -1 for the member itself.</param>
/// <param name="Body">The method with the code; of a state machine its MoveNext.</param>
/// <param name="ParameterNames">Names of the parameters of the method a person wrote.</param>
/// <param name="WrittenParameters">How many of them a person wrote: closures come after them.</param>
/// <param name="Self">What argument 0 is; null when static.</param>
internal readonly record struct BodyTask(int Lambda, MethodDefinitionHandle Body, MethodSource Source, BodyKind Kind, string[] ParameterNames, string[] ParameterTypes,
    int WrittenParameters, Operand? Self);
