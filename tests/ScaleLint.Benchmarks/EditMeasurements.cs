using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;
using ScaleLint.Analyzers;

/// <summary>What an editor waits for: after each edit of a body in the largest file, the live diagnostics of that file.</summary>
internal static class EditMeasurements
{
    public static async Task Run(string path, int edits)
    {
        using var workspace = MSBuildWorkspace.Create();
        var project = await workspace.OpenProjectAsync(path);
        var documents = new List<(Document Document, int Lines)>();
        foreach (var each in project.Documents)
            documents.Add((each, (await each.GetTextAsync()).Lines.Count));
        var document = documents.MaxBy(x => x.Lines).Document;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{documents.Sum(x => x.Lines)} lines in {documents.Count} files; edits in {Path.GetFileName(document.FilePath)}, {documents.Max(x => x.Lines)} lines"));

        var first = await Analyse(document);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first    {first,8:0.0} ms"));
        var random = new Random(7);
        var times = new List<double>();
        for (var i = 0; i < edits; i++)
        {
            document = await Edit(document, random, i);
            times.Add(await Analyse(document));
        }
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"edits    {times[times.Count / 2],8:0.0} ms median, {times[(int)(times.Count * 0.95)],8:0.0} ms at the 95th percentile"));
    }

    private static async Task<Document> Edit(Document document, Random random, int number)
    {
        var root = (await document.GetSyntaxRootAsync())!;
        var bodies = root.DescendantNodes().OfType<BlockSyntax>().Where(x => x.Parent is BaseMethodDeclarationSyntax).ToList();
        var body = bodies[random.Next(bodies.Count)];
        var statement = SyntaxFactory.ParseStatement($"var edited{number.ToString(CultureInfo.InvariantCulture)} = {number.ToString(CultureInfo.InvariantCulture)};\n");
        return document.WithText((await document.GetTextAsync()).Replace(body.OpenBraceToken.Span.End, 0, statement.ToFullString()));
    }

    private static async Task<double> Analyse(Document document)
    {
        // What the editor does anyway: parse, declare and bind the file.
        var compilation = (await document.Project.GetCompilationAsync())!;
        var tree = (await document.GetSyntaxTreeAsync())!;
        compilation.GetSemanticModel(tree).GetDiagnostics();
        var analyzers = new CompilationWithAnalyzers(compilation, [new ScaleLintAnalyzer()], new CompilationWithAnalyzersOptions(document.Project.AnalyzerOptions, (e, a, d) => throw e, true, false));
        var watch = Stopwatch.StartNew();
        await analyzers.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, default);
        return watch.Elapsed.TotalMilliseconds;
    }
}
