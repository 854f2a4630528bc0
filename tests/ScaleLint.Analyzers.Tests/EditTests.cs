using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Cases;
using ScaleLint.Fuzz;

namespace ScaleLint.Analyzers.Tests;

/// <summary>However a program came to be what it is, edit by edit, the analyzer says of it what it says of the same text seen for the first time.</summary>
public class EditTests
{
    private static readonly IReadOnlyList<string> Texts = [.. CaseFile.All().SelectMany(x => x.Projects).Select(x => x.Text)];

    [Fact]
    public void A_program_is_judged_as_if_it_had_never_been_another() => Rounds.Run(6, (random, cancellation) =>
    {
        var compilation = Enumerable.Range(0, 3).Aggregate(CaseCompiler.Compile(new CaseProject("App", true, Texts[random.Next(Texts.Count)]), []), (x, i) => x.AddSyntaxTrees(Parsed(Texts[random.Next(Texts.Count)], Name(i))));
        for (var version = 0; version < 10; version++)
        {
            // The host asks for one file, as an editor does, or for all; and may lose interest half-way.
            var asked = random.Next(3) == 0 ? null : compilation.SyntaxTrees[random.Next(compilation.SyntaxTrees.Length)];
            if (random.Next(4) == 0) Abandon(compilation, random);
            Assert.Equal(Said(Anew(compilation), asked?.FilePath, cancellation), Said(compilation, asked?.FilePath, cancellation));
            if (random.Next(3) == 0) Assert.Equal(Said(Anew(compilation), null, cancellation), Said(compilation, null, cancellation));
            var next = Edited(random, compilation, version);
            // Someone may still be at the version before.
            if (random.Next(4) == 0)
                Parallel.Invoke(() => Said(next, null, cancellation), () => Said(compilation, null, cancellation));
            compilation = next;
        }
    }, mostBytes: 8L << 30);

    [Theory]
    [InlineData("await store.Save(id)", "services.AddSingleton<IStore, Near>();", "services.AddSingleton<IStore, Far>();")]
    [InlineData("await Helper.Do(far, id)", "_ = store;", "await store.Save(id);")]
    public void What_a_body_says_of_other_members_is_told_of_them(string call, string before, string after)
    {
        const string Rest = """
            using System.Collections.Generic;
            using System.Net.Http;
            using System.Threading.Tasks;
            using Microsoft.AspNetCore.Mvc;
            using Microsoft.Extensions.DependencyInjection;
            public interface IStore { Task Save(int id); }
            public class Far(HttpClient http) : IStore { public async Task Save(int id) => await http.GetStringAsync("http://far/" + id); }
            public class Near : IStore { public Task Save(int id) => Task.CompletedTask; }
            public class Desk(IStore store, Far far) : ControllerBase
            {
                [HttpPost("/all")]
                public async Task All(List<int> ids) { foreach (var id in ids) CALL; }
            }
            """;
        string Edited(string text) => text.StartsWith("services", StringComparison.Ordinal)
            ? "using Microsoft.Extensions.DependencyInjection;\npublic static class Helper { public static void Add(IServiceCollection services) { " + text + " }\n public static Task Do(IStore store, int id) => Task.CompletedTask; }"
            : "public static class Helper { public static async Task Do(IStore store, int id) { " + text + " } }";
        var compilation = CaseCompiler.Compile(new CaseProject("App", true, Rest.Replace("CALL", call, StringComparison.Ordinal)), []).AddSyntaxTrees(Parsed("using System.Threading.Tasks;\n" + Edited(before), "Helper.cs"));
        var found = new List<bool>();
        foreach (var text in new[] { before, before + " // edited\n", after, before, after })
        {
            var tree = compilation.SyntaxTrees.Single(x => x.FilePath == "Helper.cs");
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From("using System.Threading.Tasks;\n" + Edited(text))));
            var said = Said(compilation, null, default);
            Assert.Equal(Said(Anew(compilation), null, default), said);
            found.Add(said.Exists(x => x.Contains("SCALE3002", StringComparison.Ordinal)));
        }
        Assert.Equal([false, false, true, false, true], found);
    }

    private static CSharpCompilation Edited(Random random, CSharpCompilation compilation, int version)
    {
        var written = compilation.SyntaxTrees.Where(x => !x.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).ToList();
        if (random.Next(12) == 0) return compilation.AddSyntaxTrees(Parsed(Texts[random.Next(Texts.Count)], Name(10 + version)));
        var tree = written[random.Next(written.Count)];
        if (written.Count > 2 && random.Next(12) == 0) return compilation.RemoveSyntaxTrees(tree);
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(tree.GetText().WithChanges(Change(random, tree))));
    }

    private static TextChange Change(Random random, SyntaxTree tree)
    {
        var root = tree.GetRoot();
        List<T> All<T>() where T : SyntaxNode => [.. root.DescendantNodes().OfType<T>()];
        T? Any<T>() where T : SyntaxNode => All<T>() is { Count: > 0 } found ? found[random.Next(found.Count)] : null;
        var token = root.DescendantTokens().ElementAt(random.Next(Math.Max(1, root.DescendantTokens().Count() - 1)));
        switch (random.Next(12))
        {
            case 0 or 1 when Any<BlockSyntax>() is { } block:
                return new TextChange(new TextSpan(block.OpenBraceToken.Span.End, 0), string.Create(CultureInfo.InvariantCulture, $"\n var edited{random.Next(1000)} = 1; "));
            case 2 or 3 when Any<StatementSyntax>() is { } to && Any<StatementSyntax>() is { } from:
                return new TextChange(new TextSpan(to.Span.End, 0), "\n" + from);
            case 4 when Any<ExpressionStatementSyntax>() is { } statement:
                return new TextChange(statement.Span, "");
            case 5:
                return new TextChange(new TextSpan(token.SpanStart, 0), random.Next(2) == 0 ? "\n\n" : "/* a comment */ ");
            case 6 when Any<BaseMethodDeclarationSyntax>() is { } method:
                return new TextChange(new TextSpan(method.ParameterList.CloseParenToken.SpanStart, 0), method.ParameterList.Parameters.Count == 0 ? "int added" : ", int added = 0");
            case 7 when Any<MemberDeclarationSyntax>() is { } member:
                return new TextChange(member.FullSpan, random.Next(2) == 0 ? "" : member.ToFullString() + member.ToFullString());
            case 8:
                return new TextChange(new TextSpan(0, 0), random.Next(2) == 0 ? "using System.Text;\n" : "// a comment\n");
            case 9 when Any<UsingDirectiveSyntax>() is { } used:
                return new TextChange(used.FullSpan, "");
            case 10 when Any<InvocationExpressionSyntax>() is { } call && Any<ExpressionSyntax>() is { } expression:
                return new TextChange(random.Next(2) == 0 ? call.Span : expression.Span, random.Next(2) == 0 ? expression.ToString() : call.ToString());
            case 11:
                // Broken code, as while typing.
                return new TextChange(random.Next(2) == 0 ? token.Span : new TextSpan(token.Span.End, 0), random.Next(2) == 0 ? "" : ".");
            default:
                return new TextChange(new TextSpan(token.Span.End, 0), " ");
        }
    }

    private static void Abandon(CSharpCompilation compilation, Random random)
    {
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromMilliseconds(random.Next(40)));
        try
        {
            Said(compilation, null, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>All that is said, or all that is said of one file.</summary>
    private static List<string> Said(CSharpCompilation compilation, string? file, CancellationToken cancellation)
    {
        var run = compilation.WithAnalyzers([new ScaleLintAnalyzer()], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (e, _, _) => throw new InvalidOperationException("the analyzer threw", e), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        var tree = compilation.SyntaxTrees.FirstOrDefault(x => x.FilePath == file);
        var found = (tree == null ? run.GetAnalyzerDiagnosticsAsync(cancellation) : run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, cancellation)).GetAwaiter().GetResult();
        return [.. found.Select(x => $"{x} [{string.Join(", ", x.AdditionalLocations)}] {string.Join(", ", x.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + "=" + p.Value))}").Order(StringComparer.Ordinal)];
    }

    private static CSharpCompilation Anew(CSharpCompilation compilation) =>
        compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(x => Parsed(x.ToString(), x.FilePath)));

    private static SyntaxTree Parsed(string text, string path) => CSharpSyntaxTree.ParseText(SourceText.From(text), new CSharpParseOptions(LanguageVersion.Preview), path);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"Other{number}.cs");
}
