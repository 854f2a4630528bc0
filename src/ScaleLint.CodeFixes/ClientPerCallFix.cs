using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ScaleLint.Rules.Pressure;

namespace ScaleLint.CodeFixes;

/// <summary>Shares an <c>HttpClient</c> in a static field, where it is only called and nothing of it is set.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ClientPerCallFix() : Fix(new ClientPerCall())
{
    /// <summary>None: two methods of a type would each add the field.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { Initializer: null } creation || creation.ArgumentList is { Arguments.Count: > 0 }
            || model.GetTypeInfo(creation).Type?.ToDisplayString() != "System.Net.Http.HttpClient"
            || creation.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } statement } } variable }
            || statement.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not (ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax) || Uses(model, block, variable) is not { } uses) return;
        // A comment at the statement would be lost with it.
        if (statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(x => !x.IsKind(SyntaxKind.WhitespaceTrivia) && !x.IsKind(SyntaxKind.EndOfLineTrivia))) return;
        var type = statement.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        var name = char.ToUpperInvariant(variable.Identifier.Text[0]) + variable.Identifier.Text.Substring(1);
        if (!model.LookupSymbols(statement.SpanStart, name: name).IsEmpty || model.GetSpeculativeSymbolInfo(statement.SpanStart, SyntaxFactory.ParseExpression("TimeSpan.FromMinutes(2)"), SpeculativeBindingOption.BindAsExpression).Symbol == null) return;
        context.RegisterCodeFix(CodeAction.Create("Share it in a static field", _ => Task.FromResult(context.Document.WithSyntaxRoot(Shared(root, type, statement, uses, name))), "SCALE5004.Field"), diagnostic);
    }

    private static SyntaxNode Shared(SyntaxNode root, TypeDeclarationSyntax type, LocalDeclarationStatementSyntax statement, IReadOnlyList<IdentifierNameSyntax> uses, string name)
    {
        var tracked = type.TrackNodes(uses.Append<SyntaxNode>(statement));
        var changed = tracked.ReplaceNodes(uses.Select(x => tracked.GetCurrentNode(x)!), (old, _) => SyntaxFactory.IdentifierName(name).WithTriviaFrom(old));
        changed = changed.RemoveNode(changed.GetCurrentNode(statement)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        var line = root.DescendantTrivia().FirstOrDefault(x => x.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : SyntaxFactory.ElasticLineFeed;
        // Connections that live for two minutes follow changes of DNS, as those of the factory do.
        var field = SyntaxFactory.ParseMemberDeclaration($"private static readonly HttpClient {name} = new HttpClient(new SocketsHttpHandler {{ PooledConnectionLifetime = TimeSpan.FromMinutes(2) }});")!
            .WithTrailingTrivia(line, line).WithAdditionalAnnotations(Formatter.Annotation);
        return root.ReplaceNode(type, changed.WithMembers(changed.Members.Insert(0, field)));
    }

    /// <summary>Where the local is used, all of them calls on it; null when it is set up, handed on or disposed by hand.</summary>
    private static IReadOnlyList<IdentifierNameSyntax>? Uses(SemanticModel model, BlockSyntax block, VariableDeclaratorSyntax variable)
    {
        var local = model.GetDeclaredSymbol(variable);
        var uses = block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(x => x.Identifier.Text == variable.Identifier.Text && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(x).Symbol, local)).ToList();
        return uses.Count > 0 && uses.All(x => x.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: not ("Dispose" or "CancelPendingRequests"), Parent: InvocationExpressionSyntax call } access && access.Expression == x && call.Expression == access) ? uses : null;
    }
}
