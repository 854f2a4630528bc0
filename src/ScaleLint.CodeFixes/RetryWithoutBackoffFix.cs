using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Rules.Failure;

namespace ScaleLint.CodeFixes;

/// <summary>Lets a Polly retry back off exponentially and with jitter, where its options are written at the call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RetryWithoutBackoffFix() : Fix(new RetryWithoutBackoff())
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (Calls.At(root, diagnostic.Location.SourceSpan) is not { } call || call.ArgumentList.Arguments.Select(x => x.Expression).OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault(x => IsOptions(model, x)) is not { } options) return;
        if (model.GetSpeculativeSymbolInfo(call.SpanStart, SyntaxFactory.ParseExpression("DelayBackoffType.Exponential"), SpeculativeBindingOption.BindAsExpression).Symbol is not IFieldSymbol) return;
        var changed = With(With(options, "BackoffType", "DelayBackoffType.Exponential"), "UseJitter", "true");
        context.RegisterCodeFix(CodeAction.Create("Back off exponentially, with jitter", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(options, changed))), "SCALE4002.Jitter"), diagnostic);
    }

    private static bool IsOptions(SemanticModel model, BaseObjectCreationExpressionSyntax creation)
    {
        for (var type = model.GetTypeInfo(creation).Type; type != null; type = type.BaseType)
            if (type is { Name: "RetryStrategyOptions", ContainingNamespace.Name: "Retry" }) return true;
        return false;
    }

    private static BaseObjectCreationExpressionSyntax With(BaseObjectCreationExpressionSyntax options, string property, string value)
    {
        var parsed = SyntaxFactory.ParseExpression(value);
        var initializer = options.Initializer ?? SyntaxFactory.InitializerExpression(SyntaxKind.ObjectInitializerExpression).WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space));
        foreach (var expression in initializer.Expressions)
            if (expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: var name } } set && name == property)
                return options.WithInitializer(initializer.ReplaceNode(set.Right, parsed.WithTriviaFrom(set.Right)));
        var added = SyntaxFactory.ParseExpression($"{property} = {value}").WithTrailingTrivia(initializer.Expressions.LastOrDefault()?.GetTrailingTrivia() ?? SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var before = initializer.Expressions.Count == 0 ? initializer.Expressions : initializer.Expressions.Replace(initializer.Expressions.Last(), initializer.Expressions.Last().WithoutTrailingTrivia());
        if (before.Count > 0) added = added.WithLeadingTrivia(initializer.Expressions.Count > 1 ? initializer.Expressions.Last().GetLeadingTrivia() : SyntaxFactory.TriviaList()).WithLeadingTrivia(Separated(initializer));
        return options.WithInitializer(initializer.WithExpressions(Joined(before, added)));
    }

    /// <summary>A further assignment stands as the last one does: on a line of its own, or behind a space.</summary>
    private static SyntaxTriviaList Separated(InitializerExpressionSyntax initializer) =>
        initializer.Expressions.Last().GetLeadingTrivia() is { Count: > 0 } own && initializer.ToString().Contains('\n') ? own : SyntaxFactory.TriviaList();

    private static SeparatedSyntaxList<ExpressionSyntax> Joined(SeparatedSyntaxList<ExpressionSyntax> before, ExpressionSyntax added)
    {
        if (before.Count == 0) return before.Add(added);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(added.GetLeadingTrivia().Count > 0 ? SyntaxFactory.ElasticCarriageReturnLineFeed : SyntaxFactory.Space);
        var items = before.GetWithSeparators().Count == before.Count * 2 ? before.GetWithSeparators() : before.GetWithSeparators().Add(comma);
        return SyntaxFactory.SeparatedList<ExpressionSyntax>(items.Add(added));
    }
}
