using System.Composition;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Rules.Observability;

namespace ScaleLint.CodeFixes;

/// <summary>Tags with the route's template instead of the raw path, where the path itself is the tag.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HighCardinalityTagFix() : Fix(new HighCardinalityTag())
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        var tag = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
            .FirstAncestorOrSelf<ExpressionSyntax>(x => x is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax || x.IsKind(SyntaxKind.ComplexElementInitializerExpression));
        var paths = tag?.DescendantNodes().OfType<ExpressionSyntax>().Where(x => IsTag(model, x, context.CancellationToken)).ToList();
        if (paths is not [var path] || TemplateOf(model, path, context.CancellationToken) is not { } template) return;
        context.RegisterCodeFix(CodeAction.Create("Tag with the route's template", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(path, template.WithTriviaFrom(path)))), "SCALE9002.Template"), diagnostic);
    }

    /// <summary>The whole of a value that anything may stand for.</summary>
    private static bool IsTag(SemanticModel model, ExpressionSyntax value, CancellationToken cancellation) =>
        value.Parent is ArgumentSyntax or InitializerExpressionSyntax && model.GetTypeInfo(value, cancellation).ConvertedType?.SpecialType == SpecialType.System_Object && PathIn(model, value, cancellation) != null;

    /// <summary>The request's path in an expression that is nothing else: itself, its value or its text.</summary>
    private static ExpressionSyntax? PathIn(SemanticModel model, ExpressionSyntax value, CancellationToken cancellation) => value switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ToString", Expression: var inner }, ArgumentList.Arguments.Count: 0 } => PathIn(model, inner, cancellation),
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Value", Expression: var inner } => PathIn(model, inner, cancellation),
        MemberAccessExpressionSyntax when model.GetSymbolInfo(value, cancellation).Symbol is IPropertySymbol { Name: "Path", ContainingType: { Name: "HttpRequest", ContainingNamespace: var space } } && space.ToDisplayString() == "Microsoft.AspNetCore.Http" => value,
        _ => null,
    };

    private static ExpressionSyntax? TemplateOf(SemanticModel model, ExpressionSyntax value, CancellationToken cancellation)
    {
        if (model.LookupNamespacesAndTypes(value.SpanStart, name: "EndpointHttpContextExtensions").IsEmpty || model.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Routing.RouteEndpoint") == null) return null;
        var request = ((MemberAccessExpressionSyntax)PathIn(model, value, cancellation)!).Expression;
        var http = request switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.Text: "Request", Expression: var holder } when model.GetTypeInfo(holder, cancellation).Type?.Name == "HttpContext" => holder.WithoutTrivia().ToString(),
            _ => request.WithoutTrivia() + ".HttpContext",
        };
        return SyntaxFactory.ParseExpression("(" + http + ".GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText");
    }
}
