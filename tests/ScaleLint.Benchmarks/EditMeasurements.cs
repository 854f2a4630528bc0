using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;
using ScaleLint.Analyzers;

/// <summary>
/// What an editor waits for: after each edit of a body in the largest file, the live diagnostics of that file. Every contender sees the same
/// edits one after another; what the compiler itself takes for the file is part of each figure, and shown by an analyzer that does nothing.
/// </summary>
internal static class EditMeasurements
{
    public static async Task Run(string path, int edits, bool peers)
    {
        using var workspace = MSBuildWorkspace.Create();
        var project = await workspace.OpenProjectAsync(path);
        var documents = new List<(Document Document, int Lines)>();
        foreach (var each in project.Documents)
            documents.Add((each, (await each.GetTextAsync()).Lines.Count));
        var document = documents.MaxBy(x => x.Lines).Document;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{documents.Sum(x => x.Lines)} lines in {documents.Count} files; edits in {Path.GetFileName(document.FilePath)}, {documents.Max(x => x.Lines)} lines"));

        var contenders = new List<Contender> { new("an analyzer that does nothing", [new Nothing()]), new("ScaleLint", [new ScaleLintAnalyzer()]) };
        foreach (var peer in peers ? AnalyzerMeasurements.Peers : [])
            contenders.Add(new Contender(peer, AnalyzerMeasurements.Analyzers(peer)));
        foreach (var contender in contenders) await contender.Analyse(document);
        var random = new Random(7);
        for (var i = 0; i < edits; i++)
        {
            document = await Edit(document, random, i);
            foreach (var contender in contenders) await contender.Analyse(document);
        }
        foreach (var contender in contenders) contender.Print();
    }

    private static async Task<Document> Edit(Document document, Random random, int number)
    {
        var root = (await document.GetSyntaxRootAsync())!;
        var bodies = root.DescendantNodes().OfType<BlockSyntax>().Where(x => x.Parent is BaseMethodDeclarationSyntax).ToList();
        var body = bodies[random.Next(bodies.Count)];
        var statement = SyntaxFactory.ParseStatement($"var edited{number.ToString(CultureInfo.InvariantCulture)} = {number.ToString(CultureInfo.InvariantCulture)};\n");
        return document.WithText((await document.GetTextAsync()).Replace(body.OpenBraceToken.Span.End, 0, statement.ToFullString()));
    }

    /// <summary>Analyzers with the times they took: for the first analysis and after each edit.</summary>
    private sealed class Contender(string name, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        private readonly List<double> walls = [];
        private readonly List<double> processors = [];

        public async Task Analyse(Document document)
        {
            // What the editor does anyway: parse, declare and bind the file. A copy, so that none finds bound what another had bound.
            var tree = (await document.GetSyntaxTreeAsync())!;
            var compilation = (await document.Project.GetCompilationAsync())!.Clone();
            compilation.GetSemanticModel(tree).GetDiagnostics();
            using var process = Process.GetCurrentProcess();
            var run = new CompilationWithAnalyzers(compilation, analyzers, new CompilationWithAnalyzersOptions(document.Project.AnalyzerOptions, (e, a, d) => throw e, true, false));
            var before = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            await run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, default);
            walls.Add(watch.Elapsed.TotalMilliseconds);
            process.Refresh();
            processors.Add((process.TotalProcessorTime - before).TotalMilliseconds);
        }

        public void Print()
        {
            var (wall, processor) = (walls.Skip(1).Order().ToList(), processors.Skip(1).Order().ToList());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-45} first {walls[0],7:0} ms  edits {wall[wall.Count / 2],6:0.0} ms median {wall[(int)(wall.Count * 0.95)],6:0.0} ms p95  (CPU {processor[processor.Count / 2],4:0} and {processor[(int)(processor.Count * 0.95)],4:0} ms)"));
        }
    }

    /// <summary>It is asked about the file and says nothing: what is left is the compiler's own work.</summary>
#pragma warning disable RS1001, RS1036, RS1038, RS2008 // Not for a package.
    private sealed class Nothing : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Descriptor = new("NOTHING", "Nothing", "Nothing", "Nothing", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSemanticModelAction(static _ => { });
        }
    }
#pragma warning restore RS1001, RS1036, RS1038, RS2008
}
