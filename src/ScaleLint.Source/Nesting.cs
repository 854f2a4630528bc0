using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScaleLint.Source;

/// <summary>How deep code is nested. The compiler makes operations by recursion and without a guard, and an overflowing stack ends the whole process.</summary>
internal static class Nesting
{
    /// <summary>Deepest nesting of syntax nodes that is read: about 250 blocks in one another, which take two thirds of the smallest stack in use (1 MB).</summary>
    public const int Limit = 500;

    // So much text cannot be nested deep enough to matter; nearly all bodies are shorter.
    private const int Short = 1500;

    /// <summary>Refuses code that is nested too deep.</summary>
    /// <exception cref="InsufficientExecutionStackException">It is.</exception>
    public static T Checked<T>(T code) where T : SyntaxNode
    {
        if (code.FullSpan.Length <= Short)
            return code;
        var pending = new Stack<(SyntaxNode Node, int Depth)>();
        pending.Push((code, 0));
        while (pending.Count > 0)
        {
            var (node, depth) = pending.Pop();
            if (depth > Limit)
                throw new InsufficientExecutionStackException();
            // The compiler takes a + b + c + ... one after another.
            var chained = (node as BinaryExpressionSyntax)?.Left;
            foreach (var child in node.ChildNodes())
                pending.Push((child, child == chained && child is BinaryExpressionSyntax ? depth : depth + 1));
        }
        return code;
    }
}
