using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Rules.Latency;

namespace ScaleLint.CodeFixes;

/// <summary>Lets a fan-out whose results nobody reads run a few at a time: <c>Parallel.ForEachAsync</c> with a degree.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnboundedFanOutFix() : Fix(new UnboundedFanOut())
{
    /// <summary>A place to start from: of the order of what one server process of a callee takes.</summary>
    private const int Degree = 8;

    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (Calls.At(root, diagnostic.Location.SourceSpan) is not { } join || !IsStatement(join) || Bounded(model, join) is not { } changed) return;
        context.RegisterCodeFix(CodeAction.Create(string.Format(CultureInfo.InvariantCulture, "Run {0} at a time", Degree), _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(join, changed.WithTriviaFrom(join)))), "SCALE3007.Degree"), diagnostic);
    }

    /// <summary>Awaited where it stands, with nothing made of the results.</summary>
    private static bool IsStatement(InvocationExpressionSyntax join)
    {
        var task = join.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } ? configured : join;
        return task.Parent is AwaitExpressionSyntax { Parent: ExpressionStatementSyntax };
    }

    /// <summary><c>Task.WhenAll(items.Select(x => Call(x)))</c> with a degree, or null where it is written in another way.</summary>
    private static ExpressionSyntax? Bounded(SemanticModel model, InvocationExpressionSyntax join)
    {
        if (join.ArgumentList.Arguments is not [{ Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Select", Expression: var items }, ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax lambda }] } select }]
            || model.GetSymbolInfo(select).Symbol is not IMethodSymbol { ContainingType: { Name: "Enumerable" } }) return null;
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax x => x.Parameter.Identifier.Text,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var x] } => x.Identifier.Text,
            _ => null,
        };
        if (parameter is null or "_" || lambda.DescendantNodes().OfType<IdentifierNameSyntax>().Any(x => x.Identifier.Text == "_")) return null;
        var isAsync = lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
        string body;
        if (lambda.ExpressionBody is { } expression)
        {
            if (isAsync && expression is not (AwaitExpressionSyntax or AssignmentExpressionSyntax or InvocationExpressionSyntax)) return null;
            body = isAsync ? expression.ToString() : "await " + expression;
        }
        else
        {
            // What a block returns would have nowhere to go.
            if (!isAsync || lambda.Block!.DescendantNodes(x => x == lambda.Block || x is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Any(x => x.Expression != null)) return null;
            body = lambda.Block.ToString();
        }
        var changed = SyntaxFactory.ParseExpression(string.Format(CultureInfo.InvariantCulture, "Parallel.ForEachAsync({0}, new ParallelOptions {{ MaxDegreeOfParallelism = {1} }}, async ({2}, _) => {3})", items, Degree, parameter, body));
        return model.GetSpeculativeSymbolInfo(join.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol { Name: "ForEachAsync" } ? changed : null;
    }
}
