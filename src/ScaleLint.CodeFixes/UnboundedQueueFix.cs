using System.Collections.Immutable;
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
public sealed class UnboundedQueueFix : CodeFixProvider
{
    /// <summary>A place to start from: a second's worth of a thousand items per second.</summary>
    private const int Capacity = 1000;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(new UnboundedQueue().Info.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (node.FirstAncestorOrSelf<ExpressionSyntax>(x => x is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) is not { } creation) continue;
            var changed = creation is InvocationExpressionSyntax call ? Channel(model, call, context.CancellationToken) : Collection(model, (BaseObjectCreationExpressionSyntax)creation);
            if (changed == null) continue;
            context.RegisterCodeFix(CodeAction.Create(string.Format(CultureInfo.InvariantCulture, "Bound it to {0}", Capacity), _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(creation, changed.WithTriviaFrom(creation)))), "SCALE5001.Bound"), diagnostic);
        }
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
