using System.Reflection.Metadata;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>What a method token stands for: the member, and its signature as constructed there. Made once per token.</summary>
internal sealed class MethodTarget
{
    private static readonly NamedType NoType = new(new TypeRef("", ""));

    public MemberRef Member { get; init; }

    /// <summary>Metadata name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The declaring type's definition.</summary>
    public NamedType OwnerType { get; init; } = NoType;

    public TypeRef Owner => OwnerType.Type;

    /// <summary>The declaring type as constructed.</summary>
    public string OwnerDisplay { get; init; } = "";

    public string[] Parameters { get; init; } = [];

    public string ReturnType { get; init; } = "";

    /// <summary>The return type without the <c>@</c> of a by-reference one.</summary>
    public string ResultType { get; init; } = "";

    public bool IsVoid { get; init; }

    public string[] TypeArguments { get; init; } = [];

    public string[] OwnerTypeArguments { get; init; } = [];

    public bool HasThis { get; init; }

    public bool IsArrayMember { get; init; }

    /// <summary>The definition when it is of the own assembly, else nil.</summary>
    public MethodDefinitionHandle Definition { get; init; }

    public bool IsTask { get; init; }

    public TargetShape Shape { get; set; }

    /// <summary>Looked up when first asked for: whether an overload differs by a cancellation token alone.</summary>
    public bool? HasTokenOverload { get; set; }

    /// <summary>Looked up when first asked for: how a virtual call of it binds.</summary>
    public CallKind? Dispatch { get; set; }

    public CallTrait Trait { get; set; }

    /// <summary>Of an accessor of an own auto-property: the property as a field.</summary>
    public FieldTarget? AutoProperty { get; set; }
}

/// <summary>Callees that are more than a call.</summary>
internal enum TargetShape : byte
{
    Call, GetAwaiter, IsCompleted, GetResult, AwaitOnCompleted, ConfigureAwait, Builder, DelegateConstructor, DelegateInvoke,
    AutoGetter, AutoSetter, TypeFromHandle, Concat, Interpolation, InitializeArray, Lambda, LocalFunction, IteratorFinally, ArrayGet, ArraySet, ArrayNew, Identity,
    ClosureConstructor, NullableNew, TupleNew, InlineArray, SpanOfOne,
}

/// <summary>Callees whose call is something else in the source.</summary>
internal enum CallTrait : byte { None, OfAnonymousType, ReadsNullable, Clones, Subscribes }

/// <summary>What a field token stands for.</summary>
internal sealed class FieldTarget
{
    private FieldOperand? _ofThis;
    private FieldOperand? _ofNone;

    public MemberRef Member { get; init; }

    /// <summary>The type that naming it names; null when the compiler made it.</summary>
    public NamedType? Owner { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    /// <summary>The field of the own instance.</summary>
    public FieldOperand OfThis => _ofThis ??= new FieldOperand(Member, ThisOperand.Instance, Type, Flags);

    /// <summary>The static field.</summary>
    public FieldOperand OfNone => _ofNone ??= new FieldOperand(Member, null, Type, Flags | FieldFlags.Static);

    public FieldFlags Flags { get; init; }

    /// <summary>Row of the definition when it is of the own assembly, else 0.</summary>
    public int Row { get; init; }

    public FieldShape Shape { get; init; }
}

/// <summary>Fields the compiler made, told by the shape of their names.</summary>
internal enum FieldShape : byte
{
    Written, LambdaCache, LambdaInstance, MachineState, MachineBuilder, MachineAwaiter, MachineCurrent, MachineThis, MachineParameterCopy, MachineOther,
    HoistedLocal, HoistedTemporary, MachineParameter, CapturedVariable, CapturedThis, OuterClosure, DisposeMode,
}
