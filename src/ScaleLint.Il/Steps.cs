using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// Behaviour trees while they are being found: patterns of the compiler are recognised in them and folded away.

internal abstract class Step
{
    public Position At;
}

internal sealed class CallStep : Step
{
    public int Id;
    public CallKind Kind;
    public MethodTarget Target = null!;
    public int Lambda;
    public Operand? Receiver;
    public string ReceiverType = "";
    public Operand[] Arguments = [];
    public string[] TypeArguments = [];
    public string ReturnType = "";
    public AwaitMode Await;
    public TokenUse Token;

    /// <summary>Whether the call is part of a pattern that another step stands for.</summary>
    public bool IsDropped;

    /// <summary>What the result of a dropped call is.</summary>
    public Operand? Replacement;

    /// <summary>Makes it another call.</summary>
    public void Begin(int id, CallKind kind, MethodTarget target, Operand[] arguments)
    {
        Id = id;
        Kind = kind;
        Target = target;
        Lambda = -1;
        Receiver = null;
        ReceiverType = "";
        Arguments = arguments;
        TypeArguments = target.TypeArguments;
        ReturnType = target.ResultType;
        Await = AwaitMode.None;
        Token = TokenUse.NotAccepted;
        IsDropped = false;
        Replacement = null;
    }
}

internal sealed class BranchStep : Step
{
    public BranchKind Kind;
    public Operand Condition = UnknownOperand.Instance;
    public List<List<Step>> Arms { get; } = [];
}

internal sealed class LoopStep : Step
{
    public LoopKind Kind = LoopKind.While;
    public Operand Source = new ConstOperand(true);
    public int? Bound;
    public int Element = -1;
    public List<Step> Condition = [];
    public List<Step> Body = [];
}

internal sealed class TryStep : Step
{
    public List<Step> Body = [];
    public List<(string? Exception, bool HasFilter, List<Step> Body, Position At)> Catches = [];
    public List<Step>? Finally;
}

internal sealed class HoldStep : Step
{
    /// <summary>Lock, using or await using.</summary>
    public HoldKind Kind;
    public Operand Target = UnknownOperand.Instance;
    public List<Step> Body = [];
}

internal enum HoldKind : byte { Lock, Using, AwaitUsing }

internal sealed class WriteStep : Step
{
    public FieldOperand Member = null!;
    public Operand Value = UnknownOperand.Instance;
    public WriteKind Kind;
}

internal sealed class AwaitStep : Step
{
    public Operand Task = UnknownOperand.Instance;
}

internal sealed class JumpStep : Step
{
    public JumpKind Kind;
    public Operand? Value;
}

// Values that exist only while a body is read.

/// <summary>An instance of a closure class.</summary>
internal sealed record ClosureOperand : Operand
{
    public static readonly ClosureOperand Instance = new();
}

/// <summary>The state machine that a body runs in.</summary>
internal sealed record MachineOperand : Operand
{
    public static readonly MachineOperand Instance = new();
}

/// <summary>A method's address.</summary>
internal sealed record FunctionOperand(MethodTarget Target) : Operand;

/// <summary>The awaiter of a task; <paramref name="Result"/> is what GetResult gives.</summary>
internal sealed record AwaiterOperand(Operand Result) : Operand;

/// <summary>A metadata token.</summary>
internal sealed record TokenOperand(int Token) : Operand;

/// <summary>An array whose elements are being stored.</summary>
internal sealed record ArrayDraft(Operand?[] Elements, Operand Length) : Operand;

/// <summary>Where an element of an array that is being filled lies.</summary>
internal sealed record ElementOperand(ArrayDraft Array, int Index) : Operand;

/// <summary>An interpolated string that is being appended to.</summary>
internal sealed record InterpolationDraft(List<Operand> Parts) : Operand;

/// <summary>A local of a member: of its own, hoisted or captured.</summary>
internal sealed class Variable
{
    public string Name { get; private set; } = "";

    public string Type { get; private set; } = "";

    public List<Operand> Definitions { get; } = [];

    /// <summary>A loop's element keeps its identity though it has one definition.</summary>
    public bool IsElement { get; set; }

    /// <summary>Makes it another local, without definitions.</summary>
    public void Begin(string name, string type)
    {
        Name = name;
        Type = type;
        Definitions.Clear();
        IsElement = false;
    }
}
