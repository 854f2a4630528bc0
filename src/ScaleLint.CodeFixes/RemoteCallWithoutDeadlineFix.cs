using System.Composition;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Rules.Latency;

namespace ScaleLint.CodeFixes;

/// <summary>Passes the cancellation token at hand to a remote call that takes one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoteCallWithoutDeadlineFix() : Fix(new RemoteCallWithoutDeadline())
{
    private const string Token = "System.Threading.CancellationToken";
    private const long Local = 2_000_000_000L;

    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (Calls.At(root, diagnostic.Location.SourceSpan) is not { } call || TokenAtHand(model, call, context.CancellationToken) is not { } token || WithToken(model, call, token) is not { } changed) return;
        context.RegisterCodeFix(CodeAction.Create($"Pass {token}", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call, changed))), "SCALE3005.PassToken"), diagnostic);
    }

    /// <summary>The call with the token passed, or null when the compiler would not take it as the same call.</summary>
    private static InvocationExpressionSyntax? WithToken(SemanticModel model, InvocationExpressionSyntax call, string token)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method) return null;
        var value = SyntaxFactory.ParseExpression(token);
        var arguments = call.ArgumentList.Arguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            // A default literal is an omitted token.
            if (arguments[i].Expression is not (LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax) || model.GetTypeInfo(arguments[i].Expression).ConvertedType?.ToDisplayString() != Token) continue;
            return Taken(model, call, call.WithArgumentList(call.ArgumentList.WithArguments(arguments.Replace(arguments[i], arguments[i].WithExpression(value)))), method);
        }
        var parameter = method.Parameters.FirstOrDefault(x => x.Type.ToDisplayString() == Token);
        var positional = SyntaxFactory.Argument(value);
        var named = parameter == null ? null : positional.WithNameColon(SyntaxFactory.NameColon(parameter.Name));
        foreach (var argument in new[] { parameter == null || arguments.Count == method.Parameters.IndexOf(parameter) && arguments.All(x => x.NameColon == null) ? positional : null, named })
            if (argument != null && Taken(model, call, call.WithArgumentList(call.ArgumentList.AddArguments(argument)), method) is { } taken) return taken;
        return null;
    }

    private static InvocationExpressionSyntax? Taken(SemanticModel model, InvocationExpressionSyntax call, InvocationExpressionSyntax changed, IMethodSymbol method) =>
        model.GetSpeculativeSymbolInfo(call.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol taken && taken.Name == method.Name
        && SymbolEqualityComparer.Default.Equals(taken.ReturnType, method.ReturnType) && taken.Parameters.Any(x => x.Type.ToDisplayString() == Token) ? changed : null;

    /// <summary>The innermost parameter, else local, else field or property that is or holds a token; null when none is or two are as near.</summary>
    private static string? TokenAtHand(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        var isStatic = Calls.IsInStatic(model, call);
        var found = model.LookupSymbols(call.SpanStart).Select(x => (Symbol: x, Rank: RankOf(x, call, cancellation))).Where(x => x.Rank > 0 && !(isStatic && x.Symbol is { IsStatic: false, Kind: SymbolKind.Field or SymbolKind.Property }))
            .Select(x => (x.Rank, Text: TextOf(x.Symbol))).Where(x => x.Text != null).OrderByDescending(x => x.Rank).ToList();
        // A token made here beside one that came in: which of them ends this call is not for a tool to say.
        if (found.Count == 0 || found.Count > 1 && found[0].Rank == found[1].Rank || found[0].Rank > Local && found.Any(x => x.Rank == Local)) return null;
        return found[0].Text;
    }

    /// <summary>The nearer, the higher: the start of what declares a parameter, locals next, members last; 0 where it cannot be used.</summary>
    private static long RankOf(ISymbol symbol, SyntaxNode call, CancellationToken cancellation)
    {
        switch (symbol)
        {
            case IParameterSymbol parameter:
                var at = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
                return at == null ? 0 : TextOf(symbol) == symbol.Name ? 3_000_000_000L + at.SpanStart : 1_000_000_000L + at.SpanStart;
            case ILocalSymbol local:
                return local.Locations[0].SourceSpan.End < call.SpanStart ? Local : 0;
            case IFieldSymbol or IPropertySymbol:
                return TextOf(symbol) == symbol.Name ? 10 : symbol.Name is "HttpContext" or "Context" ? 5 : 0;
            default:
                return 0;
        }
    }

    private static string? TextOf(ISymbol symbol)
    {
        var type = symbol switch { IParameterSymbol x => x.Type, ILocalSymbol x => x.Type, IFieldSymbol x => x.Type, IPropertySymbol x => x.Type, _ => null };
        var name = symbol.Name.Length > 0 ? symbol.Name : null;
        return name == null ? null : type?.OriginalDefinition.ToDisplayString() switch
        {
            Token => name,
            "System.Threading.CancellationTokenSource" when symbol is ILocalSymbol => name + ".Token",
            "Microsoft.AspNetCore.Http.HttpContext" => name + ".RequestAborted",
            "Grpc.Core.ServerCallContext" or "MassTransit.ConsumeContext<T>" => name + ".CancellationToken",
            "Microsoft.AspNetCore.SignalR.HubCallerContext" => name + ".ConnectionAborted",
            _ => null,
        };
    }
}
