namespace ScaleLint.Graph.Facts;

/// <summary>
/// One node of a member's behaviour tree, in evaluation order: arguments come before the call that takes them.
/// Code without calls, writes, jumps or control flow leaves no node.
/// </summary>
public abstract record Node(Position At);

/// <summary>Steps one after another.</summary>
public sealed record SequenceNode(IReadOnlyList<Node> Steps, Position At) : Node(At);

/// <summary>How alternatives were written.</summary>
public enum BranchKind { If, Switch, Conditional, Coalesce, ShortCircuit }

/// <summary>Exactly one of the arms runs. An <c>if</c> without <c>else</c> has an empty second arm; the condition's own calls stand before the branch.</summary>
/// <param name="Condition">What is decided on, when it can be told.</param>
public sealed record BranchNode(BranchKind Kind, Operand Condition, IReadOnlyList<Node> Arms, Position At) : Node(At);

/// <summary>How a loop was written.</summary>
public enum LoopKind { For, ForEach, AwaitForEach, While, DoWhile, Goto }

/// <summary>A loop.</summary>
/// <param name="Source">The sequence of a <c>foreach</c>, else what the condition compares (unknown for <c>while (true)</c>: then <see cref="ConstOperand"/> true).</param>
/// <param name="Bound">Number of rounds when a constant decides it (<c>for (i = 0; i &lt; 3; i++)</c>, <c>foreach</c> over an array of constants).</param>
/// <param name="Element">The iteration variable (index into the member's locals) or -1.</param>
/// <param name="Condition">Calls made by the condition and the incrementors on every round.</param>
public sealed record LoopNode(LoopKind Kind, Operand Source, int? Bound, int Element, Node Condition, Node Body, Position At) : Node(At);

/// <summary>A try statement.</summary>
public sealed record TryNode(Node Body, IReadOnlyList<CatchClause> Catches, Node? Finally, Position At) : Node(At);

/// <summary>A catch clause; <see cref="Exception"/> is null for a bare catch.</summary>
public sealed record CatchClause(string? Exception, bool HasFilter, Node Body, Position At);

/// <summary>A C# <c>lock</c> statement (or Monitor.Enter/Exit in a try/finally, or <c>System.Threading.Lock.EnterScope</c>) around <see cref="Body"/>.</summary>
public sealed record LockNode(Operand Target, Node Body, Position At) : Node(At);

/// <summary>A <c>using</c> statement or declaration: the resource lives to the end of <see cref="Body"/>.</summary>
public sealed record UsingNode(Operand Resource, bool IsAsync, Node Body, Position At) : Node(At);

/// <summary>How a member was written to.</summary>
public enum WriteKind { Assign, Compound, Increment, Element, Event, Coalesce }

/// <summary>A write to a field or property (locals are in <see cref="MethodFacts.Locals"/>). A setter with a body is a call as well.</summary>
/// <param name="Member">The field or property with its owner.</param>
public sealed record WriteNode(FieldOperand Member, Operand Value, WriteKind Kind, Position At) : Node(At);

/// <summary>An await of a value that was not made by the call right inside the await (<c>await task</c>).</summary>
public sealed record AwaitNode(Operand Task, Position At) : Node(At);

/// <summary>Where control leaves.</summary>
public enum JumpKind { Return, Throw, Rethrow, Break, Continue, YieldReturn, YieldBreak, Goto }

/// <summary>A jump; its value is what is returned, thrown or yielded.</summary>
public sealed record JumpNode(JumpKind Kind, Operand? Value, Position At) : Node(At);

/// <summary>How a call binds.</summary>
public enum CallKind
{
    /// <summary>Static, or not virtual.</summary>
    Direct,
    /// <summary>Through the class hierarchy or an interface.</summary>
    Virtual,
    /// <summary>A constructor; the result is the new object.</summary>
    New,
    /// <summary>Invocation of a delegate value (the receiver).</summary>
    Delegate,
    /// <summary>A local function of the same member.</summary>
    Local,
    /// <summary>Bound at run time (dynamic), through an unmanaged function pointer, or not bound by the compiler: the target is unknown.</summary>
    Dynamic,
}

/// <summary>What becomes of the value a call returns, seen through ConfigureAwait and AsTask.</summary>
public enum AwaitMode
{
    /// <summary>The result is no task, or an ordinary value.</summary>
    None,
    /// <summary>Awaited at once.</summary>
    Awaited,
    /// <summary>A task that goes into a local, field, argument or collection; a later <see cref="AwaitNode"/> or call may await it.</summary>
    Stored,
    /// <summary>A task handed to the caller.</summary>
    Returned,
    /// <summary>A task that is thrown away (<c>_ = Do()</c> or an expression statement).</summary>
    Discarded,
}

/// <summary>How a call treats cancellation.</summary>
public enum TokenUse
{
    /// <summary>The callee takes no token, nor does an overload of it that differs by a token alone.</summary>
    NotAccepted,
    /// <summary>A token is passed.</summary>
    Passed,
    /// <summary>The parameter is left at its default, or the argument is the literal <c>default</c>.</summary>
    Omitted,
    /// <summary><c>CancellationToken.None</c> was written.</summary>
    None,
    /// <summary>Another overload takes a token.</summary>
    OverloadAvailable,
}

/// <summary>A call of a method, constructor, accessor, operator, delegate or local function.</summary>
/// <param name="Id">Number of the call within its member, dense from 0 in evaluation order; <see cref="ResultOperand"/> names it.</param>
/// <param name="Callee">The member called, as its original definition; for an extension method the static method.</param>
/// <param name="LocalFunction">Index into <see cref="MethodFacts.Lambdas"/> for <see cref="CallKind.Local"/>, else -1.</param>
/// <param name="Receiver">The object called on; null for static calls and constructors. Of an extension method the receiver is argument 0.</param>
/// <param name="ReceiverType">Static type of the receiver (or of argument 0 of an extension method) in documentation-comment form; empty when static.</param>
/// <param name="Arguments">In parameter order, omitted optional ones as <see cref="DefaultOperand"/>, <c>params</c> as one <see cref="ArrayOperand"/>.</param>
/// <param name="TypeArguments">Of the method, else of the constructed type of a constructor, in documentation-comment form.</param>
/// <param name="ReturnType">Constructed type of the result in documentation-comment form.</param>
public sealed record CallNode(
    int Id,
    CallKind Kind,
    MemberRef Callee,
    int LocalFunction,
    Operand? Receiver,
    string ReceiverType,
    IReadOnlyList<Operand> Arguments,
    IReadOnlyList<string> TypeArguments,
    string ReturnType,
    AwaitMode Await,
    TokenUse Token,
    Position At) : Node(At);
