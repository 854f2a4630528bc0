namespace ScaleLint.Graph.Facts;

/// <summary>Properties of a method.</summary>
[Flags]
public enum MethodFlags
{
    None = 0, Static = 1, Async = 2, Iterator = 4, Abstract = 8, Virtual = 16, Override = 32, Constructor = 64, StaticConstructor = 128,
    Public = 256, Extern = 512, Accessor = 1024, Generated = 2048, Main = 4096, Unread = 8192, Extension = 16384,
}

/// <summary>
/// A member a person wrote, with all that the compiler made of it: async state machines, iterators, closures and
/// local functions belong to it. Accessors are methods (<c>M:N.T.get_X</c>).
/// </summary>
/// <param name="Id">Documentation-comment id.</param>
/// <param name="Overrides">Members it overrides or implements, nearest first.</param>
/// <param name="Body">What it does; null when abstract, extern or unread.</param>
/// <param name="Lambdas">Lambdas and local functions, nested ones too, named by <see cref="LambdaOperand"/> and <see cref="CallNode.LocalFunction"/>.</param>
/// <param name="Locals">Locals with every value assigned to them, named by <see cref="LocalOperand"/>.</param>
public sealed record MethodFacts(
    string Id,
    MethodFlags Flags,
    string ReturnType,
    IReadOnlyList<ParameterFacts> Parameters,
    IReadOnlyList<MemberRef> Overrides,
    IReadOnlyList<AttributeFacts> Attributes,
    Node? Body,
    IReadOnlyList<LambdaFacts> Lambdas,
    IReadOnlyList<LocalFacts> Locals,
    Position At);

/// <summary>A parameter; <see cref="Type"/> in documentation-comment form.</summary>
public sealed record ParameterFacts(string Name, string Type, IReadOnlyList<AttributeFacts> Attributes);

/// <summary>A lambda or local function inside a member. Captured variables are operands of the owner.</summary>
/// <param name="Name">The local function's name; empty for a lambda.</param>
public sealed record LambdaFacts(string Name, bool IsAsync, string ReturnType, IReadOnlyList<ParameterFacts> Parameters, IReadOnlyList<AttributeFacts> Attributes, Node Body, Position At);

/// <summary>A local variable and every value assigned to it anywhere in the member.</summary>
public sealed record LocalFacts(string Name, string Type, IReadOnlyList<Operand> Definitions);
