using System.Composition;
using System.Globalization;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Rules.Pressure;

namespace ScaleLint.CodeFixes;

/// <summary>Gives a channel or blocking collection a bound, where a full one makes its writers wait instead of losing what they write.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnboundedQueueFix() : Fix(new UnboundedQueue())
{
    /// <summary>A place to start from: a second's worth of a thousand items per second.</summary>
    private const int Capacity = 1000;

    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<ExpressionSyntax>(x => x is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) is not { } creation) return;
        var changed = creation is InvocationExpressionSyntax call ? Channel(model, call, context.CancellationToken) : Collection(model, (BaseObjectCreationExpressionSyntax)creation);
        if (changed == null) return;
        context.RegisterCodeFix(CodeAction.Create(string.Format(CultureInfo.InvariantCulture, "Bound it to {0}", Capacity), _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(creation, changed.WithTriviaFrom(creation)))), "SCALE5001.Bound"), diagnostic);
    }

    private static ExpressionSyntax? Channel(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.Text: "CreateUnbounded" } name } access
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol { TypeArguments: [var item] } || Drops(model.Compilation, item, cancellation)) return null;
        var bounded = access.WithName(name.WithIdentifier(SyntaxFactory.Identifier("CreateBounded")));
        var capacity = SyntaxFactory.ParseExpression(Capacity.ToString(CultureInfo.InvariantCulture));
        switch (call.ArgumentList.Arguments.Select(x => x.Expression).ToList())
        {
            case []:
                return call.WithExpression(bounded).WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(capacity)));
            case [ObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } options]:
                var type = options.Type is QualifiedNameSyntax qualified ? (TypeSyntax)qualified.WithRight(SyntaxFactory.IdentifierName("BoundedChannelOptions")) : SyntaxFactory.IdentifierName("BoundedChannelOptions");
                var list = SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(capacity)));
                if (options.Initializer != null) list = list.WithTrailingTrivia(SyntaxFactory.Space);
                return call.WithExpression(bounded).WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(options.WithType(type.WithoutTrivia()).WithArgumentList(list)))));
            default:
                return null;
        }
    }

    private static ExpressionSyntax? Collection(SemanticModel model, BaseObjectCreationExpressionSyntax creation)
    {
        if (model.GetTypeInfo(creation).Type is not INamedTypeSymbol { Name: "BlockingCollection" } || creation.ArgumentList is { Arguments.Count: > 1 } || creation.Initializer != null) return null;
        var capacity = SyntaxFactory.Argument(SyntaxFactory.ParseExpression(Capacity.ToString(CultureInfo.InvariantCulture)));
        return creation.WithArgumentList((creation.ArgumentList ?? SyntaxFactory.ArgumentList()).AddArguments(capacity));
    }

    /// <summary>Whether some writer of such a channel tries to write and does not look whether it could: bounded, it would lose items.</summary>
    private static bool Drops(Compilation compilation, ITypeSymbol item, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var access in tree.GetRoot(cancellation).DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            {
                if (access.Name.Identifier.Text != "TryWrite" || access.Parent is not InvocationExpressionSyntax { Parent: var use } || use is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } or LambdaExpressionSyntax)) continue;
                model ??= compilation.GetSemanticModel(tree);
                if (model.GetTypeInfo(access.Expression, cancellation).Type is not INamedTypeSymbol { Name: "ChannelWriter", TypeArguments: [var written] } || SymbolEqualityComparer.Default.Equals(written, item)) return true;
            }
        }
        return false;
    }
}
