namespace ScaleLint.Graph.Facts;

/// <summary>Where a value comes from. Conversions, parentheses and null-forgiving are seen through.</summary>
public abstract record Operand;

/// <summary>Nothing is known of the value.</summary>
public sealed record UnknownOperand : Operand
{
    /// <summary>The one instance.</summary>
    public static readonly UnknownOperand Instance = new();
}

/// <summary>An optional argument that was left out, or the literal <c>default</c>.</summary>
public sealed record DefaultOperand : Operand
{
    /// <summary>The one instance.</summary>
    public static readonly DefaultOperand Instance = new();
}

/// <summary>A constant: <c>null</c>, <see cref="bool"/>, <see cref="long"/> (all integers, chars and enum values), <see cref="double"/> or <see cref="string"/>.</summary>
public sealed record ConstOperand(object? Value) : Operand;

/// <summary>The result of the call with that id in the same member.</summary>
public sealed record ResultOperand(int Call) : Operand;

/// <summary>The awaited or unwrapped result: await, <c>.Result</c> and the like are not seen through, but an awaited call's value is <see cref="ResultOperand"/>.</summary>
public sealed record AwaitedOperand(Operand Task) : Operand;

/// <summary>A parameter: of the member (<see cref="Lambda"/> -1) or of one of its lambdas.</summary>
public sealed record ParameterOperand(int Lambda, int Index) : Operand;

/// <summary>A local, by index into <see cref="MethodFacts.Locals"/>.</summary>
public sealed record LocalOperand(int Local) : Operand;

/// <summary>The current instance.</summary>
public sealed record ThisOperand : Operand
{
    /// <summary>The one instance.</summary>
    public static readonly ThisOperand Instance = new();
}

/// <summary>A field or auto-property of the own assembly (<c>F:</c>/<c>P:</c> id); <see cref="Target"/> null when static. Other properties are calls of their getters.</summary>
public sealed record FieldOperand(MemberRef Member, Operand? Target, string Type, FieldFlags Flags) : Operand;

/// <summary>A lambda or local function used as a delegate, by index into <see cref="MethodFacts.Lambdas"/>.</summary>
public sealed record LambdaOperand(int Lambda) : Operand;

/// <summary>A method used as a delegate.</summary>
public sealed record MethodGroupOperand(MemberRef Method, Operand? Target) : Operand;

/// <summary><c>typeof</c>, in documentation-comment form.</summary>
public sealed record TypeOperand(string Type) : Operand;

/// <summary>An array, collection expression or <c>params</c> list with known elements.</summary>
public sealed record ArrayOperand(IReadOnlyList<Operand> Elements) : Operand;

/// <summary>
/// A value computed by the language from others: <c>+</c> and the other operators by their token, <c>interpolate</c>, <c>?:</c>,
/// <c>??</c>, <c>index</c> (array element), <c>is</c>, <c>tuple</c>, <c>new[]</c> (array of unknown content; part 0 is its length),
/// <c>length</c> (of an array), <c>element</c> (of what is iterated, matched or deconstructed), <c>out</c> (what the call in part 0 wrote to an argument),
/// <c>exception</c> (what is caught), <c>with</c> (a changed copy), <c>new{}</c> and <c>member</c> (anonymous objects), <c>slice</c>.
/// </summary>
public sealed record ComputedOperand(string Operation, IReadOnlyList<Operand> Parts) : Operand;
