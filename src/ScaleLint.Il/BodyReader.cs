using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Reads one body: follows its control flow as it was structured in the source and interprets the evaluation stack on the way.</summary>
internal sealed unsafe partial class BodyReader
{
    private const int MaxBlocks = 4000;
    private const int MaxNesting = 150;

    private readonly MemberBuilder _member;
    private readonly IlModule _module;
    private readonly int _lambda;
    private readonly MethodDefinitionHandle _body;
    private readonly MethodSource _source;
    private readonly BodyKind _kind;
    private readonly string[] _parameterNames;
    private readonly string[] _parameterTypes;
    private readonly Operand? _self;
    private readonly Dictionary<int, int> _variables = [];
    private readonly Dictionary<int, int> _fieldSlots = [];
    private byte* _il;
    private int _length;
    private string[] _localTypes = [];
    private ControlFlow _flow = null!;
    private State?[] _incoming = [];
    private readonly Dictionary<int, ActiveKind> _active = [];
    private readonly List<Loop> _loops = [];
    private readonly List<LoopStep> _loopSteps = [];
    private int _depth;
    private int _lastCall = -1;
    private Value _pendingYield = Value.Unknown;
    private List<Step> _steps = [];
    private int _constrained;

    public BodyReader(MemberBuilder member, int lambda, MethodDefinitionHandle body, MethodSource source, BodyKind kind, string[] parameterNames, string[] parameterTypes, Operand? self)
    {
        _member = member;
        _module = member.Module;
        _lambda = lambda;
        _body = body;
        _source = source;
        _kind = kind;
        _parameterNames = parameterNames;
        _parameterTypes = parameterTypes;
        _self = self;
        WrittenParameters = parameterNames.Length;
    }

    private enum ActiveKind : byte { Merge, Header, Exit }

    public int WrittenParameters { get; init; }

    private bool IsMachine => _kind != BodyKind.Plain;

    public List<Step> Read()
    {
        var definition = _module.Reader.GetMethodDefinition(_body);
        if (definition.RelativeVirtualAddress == 0)
            throw new BadImageFormatException("a method has no body");
        var body = _member.Pe.GetMethodBody(definition.RelativeVirtualAddress);
        var blob = body.GetILReader();
        _il = blob.StartPointer;
        _length = blob.Length;
        if (_length > _member.Options.MaxBodySize)
            throw new BadImageFormatException("a body is longer than " + _member.Options.MaxBodySize.ToString(System.Globalization.CultureInfo.InvariantCulture) + " bytes");
        _localTypes = _module.Names.Locals(body.LocalSignature);
        _flow = new ControlFlow(_il, _length) { ReturnsValue = !IsMachine && !ReturnsVoid };
        _flow.Scan(body.ExceptionRegions, _localTypes.Length, IsLambdaCache);
        var steps = new List<Step>();
        var state = new State { Slots = new Value?[_localTypes.Length] };
        if (_flow.Blocks.Count > MaxBlocks)
        {
            Flatten(steps);
            return steps;
        }
        if (IsMachine)
            new MachineFlow(this, _flow, _il, _length, _kind).Apply();
        _flow.Analyze();
        _incoming = new State?[_flow.Blocks.Count];
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
        StripTail(steps);
        return steps;
    }

    /// <summary>Thrown and caught here alone.</summary>
    private sealed class NestingException : Exception;

    public IlModule Module => _module;

    private bool IsLambdaCache(int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        return handle.Kind is HandleKind.FieldDefinition or HandleKind.MemberReference && _module.Field(handle).Shape == FieldShape.LambdaCache;
    }

    /// <summary>The variable of a slot at an offset: by its PDB name, else one per slot.</summary>
    private int VariableOf(int slot, int offset, out bool isNamed)
    {
        var named = _source.Local(slot, offset);
        isNamed = named >= 0;
        var key = named >= 0 ? named : -1 - slot;
        if (!_variables.TryGetValue(key, out var variable))
        {
            variable = _member.AddVariable(named >= 0 ? _source.LocalName(named) : "", slot < _localTypes.Length ? _localTypes[slot] : "");
            _variables[key] = variable;
        }
        return variable;
    }

    private Value LoadSlot(State state, int slot, int offset)
    {
        if (slot >= _localTypes.Length)
            return Value.Unknown;
        var known = state.Slots[slot];
        if (known is { Operand: ClosureOperand or MachineOperand or AwaiterOperand or ArrayDraft or InterpolationDraft or ThisOperand or FunctionOperand } special)
            return special with { Slot = -1 };
        var named = _source.Local(slot, offset) >= 0;
        if (!named && known is { } value)
            return value with { Slot = -1, Type = value.Type.Length > 0 ? value.Type : _localTypes[slot] };
        if (!named && !_variables.ContainsKey(-1 - slot) && _localTypes[slot].Contains("<>c__DisplayClass"))
            return new Value(ClosureOperand.Instance, _localTypes[slot]);
        return new Value(new LocalOperand(VariableOf(slot, offset, out _)), _localTypes[slot]);
    }

    private void StoreSlot(State state, int slot, Value value, int offset)
    {
        if (slot >= _localTypes.Length)
            return;
        var type = _localTypes[slot];
        var stored = value with { Slot = -1, Operand = Typed(value.Operand, type), Tested = value.Tested };
        state.Slots[slot] = stored.Type.Length == 0 ? stored with { Type = type } : stored;
        if (IsInternal(value.Operand))
            return;
        // An unnamed slot that is stored to once is its value.
        var named = _source.Local(slot, offset) >= 0;
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
                value = new ComputedOperand("++", [new LocalOperand(variable)]);
            else if (value is ComputedOperand { Operation: "-", Parts: [LocalOperand { Local: var other }, ConstOperand { Value: 1L }] } && other == variable)
                value = new ComputedOperand("--", [new LocalOperand(variable)]);
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
            return new ConstOperand(number != 0);
        if (operand is ConstOperand { Value: long integer } && type is "System.Double" or "System.Single")
            return new ConstOperand((double)integer);
        return operand;
    }

    /// <summary>Everything in the order of the bytes, without structure: for bodies that are too large to analyse.</summary>
    private void Flatten(List<Step> steps)
    {
        foreach (var block in _flow.Blocks)
        {
            var state = new State { Slots = new Value?[_localTypes.Length] };
            Execute(block, steps, state);
        }
    }

    private void Add(List<Step> steps, Step step, int offset)
    {
        _member.CountStep();
        step.At = _source.At(offset);
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
