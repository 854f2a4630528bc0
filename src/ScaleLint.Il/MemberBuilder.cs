using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>What the bodies that belong to one written member share: its calls, locals and lambdas. Used for one member after another.</summary>
internal sealed class MemberBuilder
{
    private const int MaxLambdaDepth = 32;
    private const int MaxSteps = 200_000;

    private readonly Dictionary<int, int> _lambdaIndex = [];
    private readonly Dictionary<int, int> _captured = [];
    private readonly Stack<BodyReader> _readers = [];
    private readonly List<Variable> _spare = [];
    private int _lambdaDepth;
    private int _steps;

    public MemberBuilder(IlModule module, PEReader pe, SourceMap map, IlOptions options)
    {
        Module = module;
        Pe = pe;
        Map = map;
        Options = options;
    }

    public IlModule Module { get; }

    public PEReader Pe { get; }

    public SourceMap Map { get; }

    public IlOptions Options { get; }

    public StepPool Steps { get; } = new();

    public List<CallStep> Calls { get; } = [];

    public List<Variable> Variables { get; } = [];

    public List<LambdaDraft> Lambdas { get; } = [];

    /// <summary>Types named in bodies, in order of occurrence.</summary>
    public List<(NamedType Type, Position At)> Named { get; } = [];

    public Position At { get; private set; }

    /// <summary>Whether there is something in the steps that only a compiler writes: a try block or an end that is never reached.</summary>
    public bool IsToSimplify { get; set; }

    /// <summary>Element accesses of a foreach over an array: what they stand for.</summary>
    public List<(Operand Access, int Variable)> Elements { get; } = [];

    /// <summary>Reads a member: what <see cref="FindBody"/> found of it.</summary>
    public List<Step> Read(MethodDefinitionHandle handle, BodyKind kind, MethodDefinitionHandle body)
    {
        Begin();
        var definition = Module.Reader.GetMethodDefinition(handle);
        var parameters = Module.Method(handle).Parameters;
        // Only the fields of a state machine are told apart by them.
        var names = kind == BodyKind.Plain ? [] : Names(definition, parameters.Length);
        var source = Map.Method(body);
        At = source.First;
        var isStatic = (definition.Attributes & MethodAttributes.Static) != 0;
        return Read(new BodyTask(-1, body, source, kind, names, parameters, parameters.Length,
            kind != BodyKind.Plain ? MachineOperand.Instance : isStatic ? null : ThisOperand.Instance), 0);
    }

    /// <summary>Reads a body of the member.</summary>
    /// <param name="depth">How deep it lies inside the body that is read with it.</param>
    public List<Step> Read(in BodyTask task, int depth)
    {
        var reader = _readers.Count > 0 ? _readers.Pop() : new BodyReader(this);
        var steps = reader.Read(task, depth);
        _readers.Push(reader);
        return steps;
    }

    private void Begin()
    {
        _lambdaIndex.Clear();
        _captured.Clear();
        _lambdaDepth = 0;
        _steps = 0;
        IsToSimplify = false;
        Steps.Begin();
        _spare.AddRange(Variables);
        Calls.Clear();
        Variables.Clear();
        Lambdas.Clear();
        Named.Clear();
        Elements.Clear();
    }

    /// <summary>Where a method's code is: in its own body or in that of its state machine.</summary>
    public BodyKind FindBody(MethodDefinitionHandle handle, out MethodDefinitionHandle body)
    {
        body = handle;
        if ((Module.Marks(handle) & AttributeMarks.Machine) == 0)
            return BodyKind.Plain;
        var definition = Module.Reader.GetMethodDefinition(handle);
        foreach (var attributeHandle in definition.GetCustomAttributes())
        {
            var attribute = Module.Reader.GetCustomAttribute(attributeHandle);
            var kind = (Module.Attribute(attribute).Marks & AttributeMarks.Machine) switch
            {
                AttributeMarks.AsyncMachine => BodyKind.Async,
                AttributeMarks.IteratorMachine => BodyKind.Iterator,
                AttributeMarks.AsyncIteratorMachine => BodyKind.AsyncIterator,
                _ => BodyKind.Plain,
            };
            if (kind == BodyKind.Plain)
                continue;
            var blob = Module.Reader.GetBlobReader(attribute.Value);
            if (blob.RemainingBytes < 3)
                continue;
            blob.ReadUInt16();
            var name = blob.ReadSerializedString() ?? "";
            var plus = name.LastIndexOf('+');
            var machine = Module.Nested(Module.OwnerOf(handle), name.Substring(plus + 1).Replace("\\", ""));
            if (machine.IsNil)
                continue;
            foreach (var method in Module.Reader.GetTypeDefinition(machine).GetMethods())
            {
                if (Module.NameOf(method) == "MoveNext")
                {
                    body = method;
                    return kind;
                }
            }
        }
        return BodyKind.Plain;
    }

    /// <summary>Number of a lambda or local function; reads it when it is met first.</summary>
    public int Lambda(MethodDefinitionHandle handle)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        if (_lambdaIndex.TryGetValue(row, out var index))
            return index;
        index = Lambdas.Count;
        _lambdaIndex.Add(row, index);
        var draft = new LambdaDraft();
        Lambdas.Add(draft);
        if (_lambdaDepth >= MaxLambdaDepth)
            throw new BadImageFormatException("lambdas are nested too deep");
        _lambdaDepth++;
        ReadLambda(handle, index, draft);
        _lambdaDepth--;
        return index;
    }

    /// <summary>Number of real parameters of a local function: closures come after them.</summary>
    public int WrittenParameters(MethodTarget target)
    {
        var count = target.Parameters.Length;
        while (count > 0 && target.Parameters[count - 1].Contains("<>c__DisplayClass"))
            count--;
        return count;
    }

    public int Captured(FieldTarget field)
    {
        if (!_captured.TryGetValue(field.Row, out var index))
        {
            var name = field.Name;
            if (name.Length > 0 && name[0] == '<' && name.IndexOf('>') is > 1 and var end)
                name = name.Substring(1, end - 1);
            _captured[field.Row] = index = AddVariable(name, field.Type);
        }
        return index;
    }

    /// <summary>A local of the compiler that became a field.</summary>
    public int Temporary(FieldTarget field)
    {
        if (!_captured.TryGetValue(field.Row, out var index))
            _captured[field.Row] = index = AddVariable("", field.Type);
        return index;
    }

    public int AddVariable(string name, string type)
    {
        Variable variable;
        if (_spare.Count == 0)
        {
            variable = new Variable();
        }
        else
        {
            variable = _spare[_spare.Count - 1];
            _spare.RemoveAt(_spare.Count - 1);
        }
        variable.Begin(name, type);
        Variables.Add(variable);
        return Variables.Count - 1;
    }

    /// <summary>The operand a value has in the end, as far as it is known now: a local with one definition is that definition.</summary>
    public Operand Resolve(Operand operand)
    {
        for (var i = 0; i < 8 && operand is LocalOperand { Local: var local } && Variables[local].Definitions.Count == 1; i++)
            operand = Variables[local].Definitions[0];
        return operand;
    }

    public void CountStep()
    {
        if (++_steps > MaxSteps)
            throw new BadImageFormatException("a member has too many steps");
    }

    private void ReadLambda(MethodDefinitionHandle handle, int index, LambdaDraft draft)
    {
        var definition = Module.Reader.GetMethodDefinition(handle);
        var target = Module.Method(handle);
        var name = target.Name;
        var local = name.IndexOf(">g__", StringComparison.Ordinal);
        if (local >= 0)
        {
            var bar = name.IndexOf('|', local);
            draft.Name = bar < 0 ? name.Substring(local + 4) : name.Substring(local + 4, bar - local - 4);
        }
        var count = WrittenParameters(target);
        var names = Names(definition, target.Parameters.Length);
        draft.Parameters = new ParameterFacts[count];
        for (var i = 0; i < count; i++)
            draft.Parameters[i] = new ParameterFacts(names[i], target.Parameters[i], []);
        if ((Module.Marks(handle) & AttributeMarks.OfPerson) != 0)
            draft.Attributes = new AttributeReader(Module).Read(definition.GetCustomAttributes());
        draft.ReturnType = target.ReturnType;
        var kind = FindBody(handle, out var body);
        draft.IsAsync = kind is BodyKind.Async or BodyKind.AsyncIterator;
        var source = Map.Method(body);
        draft.At = source.First;
        var shape = Module.Shape(Module.OwnerOf(handle));
        Operand? self = kind != BodyKind.Plain ? MachineOperand.Instance
            : (definition.Attributes & MethodAttributes.Static) != 0 ? null
            : shape is IlModule.TypeShape.Closure or IlModule.TypeShape.StaticClosure ? ClosureOperand.Instance
            : ThisOperand.Instance;
        draft.Body = Read(new BodyTask(index, body, source, kind, names, target.Parameters, count, self), 0);
    }

    public string[] Names(MethodDefinition definition, int count)
    {
        if (count == 0)
            return [];
        var names = new string[count];
        foreach (var handle in definition.GetParameters())
        {
            var parameter = Module.Reader.GetParameter(handle);
            if (parameter.SequenceNumber > 0 && parameter.SequenceNumber <= count)
                names[parameter.SequenceNumber - 1] = Module.Names.Text(parameter.Name);
        }
        for (var i = 0; i < count; i++)
            names[i] ??= "";
        return names;
    }
}

/// <summary>How the compiler rewrote a body.</summary>
internal enum BodyKind : byte { Plain, Async, Iterator, AsyncIterator }

/// <summary>A lambda or local function while its member is read.</summary>
internal sealed class LambdaDraft
{
    public string Name = "";
    public bool IsAsync;
    public string ReturnType = "";
    public ParameterFacts[] Parameters = [];
    public IReadOnlyList<AttributeFacts> Attributes = [];
    public List<Step> Body = [];
    public Position At;
}
