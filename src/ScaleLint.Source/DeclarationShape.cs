using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScaleLint.Source;

/// <summary>What a file declares: a change of it may change what other files mean, a change inside a body cannot.</summary>
internal static class DeclarationShape
{
    private static readonly ConditionalWeakTable<SyntaxTree, Shape> Known = new();

    /// <summary>The tokens outside bodies, as a number. Accessors count whole: others ask whether they only hold a field.</summary>
    public static ulong Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Known.TryGetValue(tree, out var shape)) shape = Known.GetValue(tree, x => new Shape(Read(x, cancellation)));
        return shape.Value;
    }

    /// <summary>Folds a value into a hash (FNV-1a, 64 bit).</summary>
    public static ulong Fold(ulong hash, ulong value) => unchecked((hash ^ value) * 1099511628211UL);

    private static ulong Read(SyntaxTree tree, CancellationToken cancellation)
    {
        var hash = 14695981039346656037UL;
        foreach (var item in tree.GetRoot(cancellation).DescendantNodesAndTokens(x => !IsBody(x)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (item.AsNode() is { } node)
            {
                if (IsBody(node)) hash = Fold(hash, Mark(node));
                continue;
            }
            hash = Fold(hash, (ulong)item.RawKind);
            foreach (var letter in item.AsToken().Text) hash = Fold(hash, letter);
        }
        return hash;
    }

    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax => node.Parent is BaseMethodDeclarationSyntax,
        ArrowExpressionClauseSyntax => node.Parent is BaseMethodDeclarationSyntax,
        GlobalStatementSyntax => true,
        _ => false,
    };

    // Whether top-level statements await or return a value decides what their method looks like.
    private static ulong Mark(SyntaxNode body) => (ulong)body.RawKind << 2 | (body is not GlobalStatementSyntax ? 0UL
        : (body.DescendantTokens().Any(x => x.IsKind(SyntaxKind.AwaitKeyword)) ? 1UL : 0UL) | (body.DescendantNodes().Any(x => x is ReturnStatementSyntax { Expression: not null }) ? 2UL : 0UL));

    private sealed class Shape(ulong value)
    {
        public ulong Value { get; } = value;
    }
}
