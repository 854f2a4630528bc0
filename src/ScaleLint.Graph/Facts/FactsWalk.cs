namespace ScaleLint.Graph.Facts;

/// <summary>Ways through behaviour trees.</summary>
public static class FactsWalk
{
    /// <summary>The direct parts of a node, in evaluation order.</summary>
    public static IEnumerable<Node> Children(Node node) => node switch
    {
        SequenceNode n => n.Steps,
        BranchNode n => n.Arms,
        LoopNode n => [n.Condition, n.Body],
        TryNode n => n.Finally is null ? [n.Body, .. n.Catches.Select(c => c.Body)] : [n.Body, .. n.Catches.Select(c => c.Body), n.Finally],
        LockNode n => [n.Body],
        UsingNode n => [n.Body],
        _ => [],
    };

    /// <summary>All nodes under and including <paramref name="root"/>, parents first, in evaluation order. Does not recurse.</summary>
    public static IEnumerable<Node> All(Node? root)
    {
        if (root is null)
        {
            yield break;
        }

        var stack = new Stack<Node>();
        stack.Push(root);
        while (stack.Count > 0)
        {
            var node = stack.Pop();
            yield return node;
            foreach (var child in Children(node).Reverse())
            {
                stack.Push(child);
            }
        }
    }

    /// <summary>The values that a node itself uses.</summary>
    public static IEnumerable<Operand> Operands(Node node) => node switch
    {
        CallNode n => n.Receiver is null ? n.Arguments : [n.Receiver, .. n.Arguments],
        BranchNode n => [n.Condition],
        LoopNode n => [n.Source],
        LockNode n => [n.Target],
        UsingNode n => [n.Resource],
        WriteNode n => [n.Member, n.Value],
        AwaitNode n => [n.Task],
        JumpNode { Value: { } value } => [value],
        _ => [],
    };

    /// <summary>Calls, writes, awaits and jumps under <paramref name="root"/>, without the structure around them.</summary>
    public static IReadOnlyList<Node> Leaves(Node root) =>
        All(root).Where(n => n is CallNode or WriteNode or AwaitNode or JumpNode).ToList();
}
