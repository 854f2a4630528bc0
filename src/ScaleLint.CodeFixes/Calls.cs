using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ScaleLint.CodeFixes;

/// <summary>Finds the syntax that a finding stands at, and what surrounds it.</summary>
internal static class Calls
{
    /// <summary>The call whose name stands at a location; null when there is none.</summary>
    public static InvocationExpressionSyntax? At(SyntaxNode root, TextSpan span) =>
        root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>(x => x.Expression.Span.Contains(span));

    /// <summary>The function whose body a node is in: method, local function, lambda or accessor.</summary>
    public static SyntaxNode? FunctionAround(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(x => x is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or GlobalStatementSyntax or TypeDeclarationSyntax);

    /// <summary>Whether an await may stand there: in an async function, outside locks, queries and filters.</summary>
    public static bool MayAwait(SyntaxNode node)
    {
        var function = FunctionAround(node);
        var isAsync = function switch
        {
            MethodDeclarationSyntax x => x.Modifiers.Any(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax x => x.Modifiers.Any(SyntaxKind.AsyncKeyword),
            AnonymousFunctionExpressionSyntax x => x.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            GlobalStatementSyntax => true,
            _ => false,
        };
        return isAsync && !node.Ancestors().TakeWhile(x => x != function).Any(x => x is LockStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax or UnsafeStatementSyntax or FixedStatementSyntax);
    }

    /// <summary>Whether no instance is at hand.</summary>
    public static bool IsInStatic(SemanticModel model, SyntaxNode node)
    {
        for (var symbol = model.GetEnclosingSymbol(node.SpanStart); symbol != null && symbol.Kind != SymbolKind.NamedType; symbol = symbol.ContainingSymbol)
            if (symbol.IsStatic) return true;
        return false;
    }
}
