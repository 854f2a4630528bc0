using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ScaleLint.Rules.Latency;

namespace ScaleLint.CodeFixes;

/// <summary>Awaits instead of blocking, where the function is async already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ThreadBlockedFix() : Fix(new ThreadBlocked())
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<ExpressionSyntax>(x => x is InvocationExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.Text: "Result" }) is not { } blocking
            || !Calls.MayAwait(blocking) || CatchesAggregate(blocking, model) || Asynchronous(model, blocking) is not { } task) return;
        var awaited = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia());
        var place = blocking.Parent;
        ExpressionSyntax changed = place is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or InvocationExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited;
        changed = changed.WithTriviaFrom(blocking).WithAdditionalAnnotations(Formatter.Annotation);
        context.RegisterCodeFix(CodeAction.Create("Await instead of blocking", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(blocking, changed))), "SCALE3004.Await"), diagnostic);
    }

    /// <summary>What to await in place of a blocking expression, or null where nothing means the same.</summary>
    private static ExpressionSyntax? Asynchronous(SemanticModel model, ExpressionSyntax blocking)
    {
        if (blocking is MemberAccessExpressionSyntax result) return IsTask(model, result.Expression) ? result.Expression : null;
        var call = (InvocationExpressionSyntax)blocking;
        if (call.Expression is not MemberAccessExpressionSyntax access || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method) return null;
        var arguments = call.ArgumentList.Arguments.Count;
        switch (method.ContainingType.ToDisplayString() + "." + method.Name)
        {
            case "System.Threading.Tasks.Task.Wait" when arguments == 0:
                return access.Expression;
            case "System.Threading.Thread.Sleep":
                return Named(model, call, "System.Threading.Tasks.Task.Delay", method, null);
            case "System.Threading.Tasks.Task.WaitAll":
                return Named(model, call, "System.Threading.Tasks.Task.WhenAll", method, null);
            case "System.Threading.SemaphoreSlim.Wait":
                return Twin(model, call, access, "WaitAsync", method);
        }
        if (method.Name == "GetResult" && access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } awaiter }) return IsTaskLike(model.GetTypeInfo(awaiter.Expression).Type) ? awaiter.Expression : null;
        return method.Name.EndsWith("Async", StringComparison.Ordinal) ? null : Twin(model, call, access, method.Name + "Async", method);
    }

    /// <summary>The same call of the asynchronous twin, if its task brings what the call returns.</summary>
    private static ExpressionSyntax? Twin(SemanticModel model, InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, string name, IMethodSymbol method)
    {
        SimpleNameSyntax twin = access.Name is GenericNameSyntax generic ? generic.WithIdentifier(SyntaxFactory.Identifier(name)) : SyntaxFactory.IdentifierName(name);
        return Bound(model, call, call.WithExpression(access.WithName(twin)), method.ReturnsVoid ? null : method.ReturnType);
    }

    private static ExpressionSyntax? Named(SemanticModel model, InvocationExpressionSyntax call, string name, IMethodSymbol method, ITypeSymbol? result)
    {
        if (!method.ReturnsVoid) return null;
        foreach (var text in new[] { name.Substring("System.Threading.Tasks.".Length), name })
            if (Bound(model, call, call.WithExpression(SyntaxFactory.ParseExpression(text)), result) is { } bound) return bound;
        return null;
    }

    private static ExpressionSyntax? Bound(SemanticModel model, InvocationExpressionSyntax call, InvocationExpressionSyntax changed, ITypeSymbol? result)
    {
        if (model.GetSpeculativeSymbolInfo(call.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol is not IMethodSymbol { ReturnType: INamedTypeSymbol task } || !IsTaskLike(task)) return null;
        if (result == null) return changed;
        return task.TypeArguments.Length == 1 && SymbolEqualityComparer.Default.Equals(task.TypeArguments[0], result) ? changed : null;
    }

    private static bool IsTask(SemanticModel model, ExpressionSyntax expression) => IsTaskLike(model.GetTypeInfo(expression).Type);

    private static bool IsTaskLike(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask" } && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";

    /// <summary>What is awaited throws the failure itself, not one that holds it: a catch of the latter would no longer catch.</summary>
    private static bool CatchesAggregate(SyntaxNode node, SemanticModel model) => node.Ancestors().OfType<TryStatementSyntax>()
        .Any(x => x.Catches.Any(c => c.Declaration != null && model.GetTypeInfo(c.Declaration.Type).Type?.Name == "AggregateException"));
}
