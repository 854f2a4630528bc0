namespace ScaleLint.Graph.Facts;

/// <summary>Where something stands in a file a person wrote. Lines and columns are 1-based; line 0 means unknown.</summary>
/// <param name="File">Path with forward slashes, as the front end was told to write it; empty when unknown.</param>
public readonly record struct Position(string File, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>No position is known.</summary>
    public static readonly Position None = new("", 0, 0, 0, 0);

    /// <summary>Whether a file and a line are known.</summary>
    public bool IsKnown => Line > 0;
}

/// <summary>A member of some assembly: the assembly's simple name and the documentation-comment id (<c>M:N.T.Do(System.Int32)</c>).</summary>
public readonly record struct MemberRef(string Assembly, string Id);

/// <summary>A type of some assembly: the simple assembly name and the definition's name without prefix (<c>N.List`1</c>).</summary>
public readonly record struct TypeRef(string Assembly, string Name);

/// <summary>Which front end made the facts.</summary>
public enum FactsOrigin { Source, Il }

/// <summary>What is built from the project.</summary>
public enum OutputKind { Library, Executable }

/// <summary>
/// All that is known of one assembly, from that assembly alone. Front ends write it, the linker reads it;
/// it names no effect and no rule: what a call means is the catalogue's matter.
/// </summary>
public sealed record AssemblyFacts(
    string Name,
    FactsOrigin Origin,
    OutputKind Output,
    bool IsTest,
    IReadOnlyList<string> References,
    IReadOnlyList<TypeFacts> Types,
    IReadOnlyList<ExternalType> Externals,
    IReadOnlyList<FactsProblem> Problems);

/// <summary>A type of another assembly that this one names, with what it derives from, so that calls on it can be understood without reading it.</summary>
public sealed record ExternalType(TypeRef Type, TypeRef? Base, IReadOnlyList<TypeRef> Interfaces);

/// <summary>Something that could not be read; facts with a problem are incomplete and never clean.</summary>
public sealed record FactsProblem(string Code, string Message, Position At);

/// <summary>Kinds of types.</summary>
public enum TypeKind { Class, Struct, Interface, Enum, Delegate }

/// <summary>Properties of a type.</summary>
[Flags]
public enum TypeFlags { None = 0, Static = 1, Abstract = 2, Sealed = 4, Public = 8, Generated = 16, Record = 32 }

/// <summary>One type definition.</summary>
/// <param name="Name">Definition name without prefix: <c>N.Outer.Inner`1</c>.</param>
/// <param name="TypeArgumentsOfBases">The constructed forms of all generic bases and interfaces it declares or inherits, in documentation-comment
/// form (<c>MediatR.IRequestHandler{N.Command,N.Result}</c>), sorted; open type parameters as <c>`0</c>.</param>
/// <param name="References">The other types it names anywhere (signatures, bodies, attributes, bases), each with its count and first place.</param>
public sealed record TypeFacts(
    string Name,
    TypeKind Kind,
    TypeFlags Flags,
    TypeRef? Base,
    IReadOnlyList<TypeRef> Interfaces,
    IReadOnlyList<string> TypeArgumentsOfBases,
    IReadOnlyList<AttributeFacts> Attributes,
    IReadOnlyList<FieldFacts> Fields,
    IReadOnlyList<MethodFacts> Methods,
    IReadOnlyList<TypeReference> References,
    Position At);

/// <summary>How often a type names another one, and where first.</summary>
public sealed record TypeReference(TypeRef Target, int Count, Position At);

/// <summary>Properties of a field or auto-property.</summary>
[Flags]
public enum FieldFlags { None = 0, Static = 1, ReadOnly = 2, Const = 4, ThreadStatic = 8, Public = 16, Property = 32, Volatile = 64 }

/// <summary>A field, or an auto-property with its backing field (flag <see cref="FieldFlags.Property"/>).</summary>
/// <param name="Id"><c>F:N.T.name</c> or <c>P:N.T.Name</c>.</param>
/// <param name="Type">Type name in documentation-comment form: <c>System.Collections.Generic.List{N.Order}</c>.</param>
public sealed record FieldFacts(string Id, string Type, FieldFlags Flags, IReadOnlyList<AttributeFacts> Attributes, Position At);

/// <summary>An attribute with its constant arguments.</summary>
public sealed record AttributeFacts(TypeRef Type, IReadOnlyList<Operand> Arguments, IReadOnlyList<NamedOperand> Named);

/// <summary>An attribute's named argument.</summary>
public sealed record NamedOperand(string Name, Operand Value);
