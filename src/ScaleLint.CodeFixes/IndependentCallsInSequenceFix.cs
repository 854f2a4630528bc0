using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ScaleLint.Rules.Latency;

namespace ScaleLint.CodeFixes;

/// <summary>Starts two independent calls together where each fills a local, one statement right after the other.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class IndependentCallsInSequenceFix() : Fix(new IndependentCallsInSequence())
{
    /// <summary>None: two findings may share a call, and only one of them can be mended at a time.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        var later = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<LocalDeclarationStatementSyntax>();
        if (later?.Parent is not BlockSyntax block || block.Statements.IndexOf(later) is not (> 0 and var index) || block.Statements[index - 1] is not LocalDeclarationStatementSyntax earlier) return;
        // The finding's other place is the first call: it must be the one right before.
        if (!diagnostic.AdditionalLocations.Any(x => x.SourceTree == root.SyntaxTree && earlier.Span.Contains(x.SourceSpan))) return;
        if (Started.Of(model, earlier) is not { } first || Started.Of(model, later) is not { } second || first.Task == second.Task) return;
        context.RegisterCodeFix(CodeAction.Create("Start both, then await Task.WhenAll", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(block, Together(block, index - 1, first, second)))), "SCALE3003.WhenAll"), diagnostic);
    }

    private static BlockSyntax Together(BlockSyntax block, int at, Started first, Started second)
    {
        var lead = block.Statements[at].GetLeadingTrivia();
        var suffix = first.Suffix.Length > 0 && second.Suffix.Length > 0 ? first.Suffix : "";
        var statements = new[]
        {
            Statement($"var {first.Task} = {first.Call};").WithLeadingTrivia(lead),
            Statement($"var {second.Task} = {second.Call};"),
            Statement($"await Task.WhenAll({first.Task}, {second.Task}){suffix};"),
            Statement($"{first.Type} {first.Name} = await {first.Task}{first.Suffix};"),
            Statement($"{second.Type} {second.Name} = await {second.Task}{second.Suffix};").WithTrailingTrivia(block.Statements[at + 1].GetTrailingTrivia()),
        };
        return block.WithStatements(block.Statements.RemoveAt(at + 1).RemoveAt(at).InsertRange(at, statements));
    }

    private static StatementSyntax Statement(string text) => SyntaxFactory.ParseStatement(text).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>A statement <c>var name = await call;</c>, taken apart.</summary>
    /// <param name="Suffix">A ConfigureAwait behind the call; empty without one.</param>
    private sealed record Started(string Type, string Name, string Call, string Suffix, string Task)
    {
        public static Started? Of(SemanticModel model, LocalDeclarationStatementSyntax statement)
        {
            if (statement.UsingKeyword != default || statement.AwaitKeyword != default || statement.Declaration.Variables is not [{ Initializer.Value: AwaitExpressionSyntax { Expression: InvocationExpressionSyntax call } } variable]) return null;
            // Comments inside would be lost on the way.
            if (statement.DescendantTrivia().Any(x => x.IsKind(SyntaxKind.SingleLineCommentTrivia) || x.IsKind(SyntaxKind.MultiLineCommentTrivia)) && !statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(x => x.IsKind(SyntaxKind.SingleLineCommentTrivia))) return null;
            var suffix = "";
            if (call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Expression: InvocationExpressionSyntax inner }, ArgumentList: var configured }) (call, suffix) = (inner, ".ConfigureAwait" + configured);
            if (model.GetTypeInfo(call).Type is not INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 } type || type.ContainingNamespace.ToDisplayString() != "System.Threading.Tasks") return null;
            if (model.GetSpeculativeSymbolInfo(statement.SpanStart, SyntaxFactory.ParseExpression("Task.WhenAll()"), SpeculativeBindingOption.BindAsExpression) is { Symbol: null, CandidateSymbols.IsEmpty: true }) return null;
            var task = variable.Identifier.Text + "Task";
            return model.LookupSymbols(statement.SpanStart, name: task).IsEmpty ? new Started(statement.Declaration.Type.WithoutTrivia().ToString(), variable.Identifier.Text, call.WithoutTrivia() + (type.Name == "ValueTask" ? ".AsTask()" : ""), suffix, task) : null;
        }
    }
}
