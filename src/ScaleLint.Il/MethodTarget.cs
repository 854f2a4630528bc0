using System.Reflection.Metadata;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>What a method token stands for: the member, and its signature as constructed there. Made once per token.</summary>
internal sealed class MethodTarget
{
    public MemberRef Member { get; init; }

    /// <summary>Metadata name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The declaring type's definition.</summary>
    public TypeRef Owner { get; init; }

    /// <summary>The declaring type as constructed.</summary>
    public string OwnerDisplay { get; init; } = "";

    public string[] Parameters { get; init; } = [];

    public string ReturnType { get; init; } = "";

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

    /// <summary>Looked up when first asked for: whether it is an extension method.</summary>
    public bool? IsExtension { get; set; }

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

/// <summary>What a field token stands for.</summary>
internal sealed class FieldTarget
{
    public MemberRef Member { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

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
