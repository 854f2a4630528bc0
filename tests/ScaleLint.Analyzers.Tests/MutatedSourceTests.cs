using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ScaleLint.Cases;
using ScaleLint.Fuzz;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;
using ScaleLint.Rules;
using ScaleLint.Rules.Settings;
using ScaleLint.Source;

namespace ScaleLint.Analyzers.Tests;

/// <summary>Whatever stands in source files, most of which does not compile: facts, a result, and no trouble in the compiler.</summary>
public class MutatedSourceTests
{
    private static readonly IReadOnlyList<CaseFile> Systems = [.. CaseFile.All(), .. Shop()];

    [Fact]
    public void End_in_facts_findings_and_no_trouble() => Rounds.Run(25, (random, cancellation) =>
    {
        var system = Systems[random.Next(Systems.Count)];
        var changed = random.Next(system.Projects.Count);
        var compilations = new List<CSharpCompilation>();
        var units = new List<ProjectInput>();
        for (var i = 0; i < system.Projects.Count; i++)
        {
            var project = system.Projects[i];
            if (i == changed) project = project with { Text = CodeMutation.Of(random, project.Text, Parts(project.Text)) };
            var compilation = CaseCompiler.Compile(project, compilations);
            compilations.Add(compilation);
            var facts = SourceExtractor.Extract(compilation, new SourceOptions(), cancellation);
            var text = FactsWriter.Write(facts);
            Assert.Equal(text, FactsWriter.Write(FactsReader.Read(text, project.Name)));
            units.Add(new ProjectInput(project.Name + ".csproj", facts, true, 1, 1));
            if (i == changed && !compilation.GetDiagnostics(cancellation).Any(x => x.Severity == DiagnosticSeverity.Error)) AssertReadable(compilation, cancellation);
        }
        var result = Analysis.Run(new AnalysisInput(units, units.Count, EffectsCatalogue.Default, Settings.Default, []), cancellation);
        Assert.Equal(units.SelectMany(x => x.Facts.Problems).Any(), !result.Complete);
        var broken = compilations[changed];
        var analyzers = broken.WithAnalyzers([new ScaleLintAnalyzer()], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (e, _, _) => throw new InvalidOperationException("the analyzer threw", e), concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        var trouble = analyzers.GetAnalyzerDiagnosticsAsync(cancellation).GetAwaiter().GetResult().Where(x => x.Id is "AD0001" or "SCALE0001").Select(x => x.GetMessage());
        Assert.Empty(trouble);
    }, mostBytes: 4L << 30);

    // What the compiler takes must be read from its output too.
    private static void AssertReadable(CSharpCompilation compilation, CancellationToken cancellation)
    {
        using var stream = new MemoryStream();
        if (!compilation.Emit(stream, cancellationToken: cancellation).Success) return;
        Assert.DoesNotContain(IlExtractor.Extract(stream.ToArray(), null, "App", IlOptions.Default).Problems, x => x.Message.Contains("cannot be read", StringComparison.Ordinal));
    }

    private static List<(int Start, int Length)> Parts(string text) =>
        [.. CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantNodesAndTokens().Select(x => (x.SpanStart, x.Span.Length)).Where(x => x.Length > 0)];

    private static IEnumerable<CaseFile> Shop() => Directory.GetFiles(Path.Combine(CaseFile.Root, "samples", "Shop"), "*.cs", SearchOption.AllDirectories)
        .Where(x => !x.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(x => new CaseFile("Shop", Path.GetFileName(x), [new CaseProject("App", true, File.ReadAllText(x))]));
}
