using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ScaleLint.Analyzers.Tests;

/// <summary>C# files compiled in memory against the frameworks the tests run on, judged by the analyzer.</summary>
internal sealed class Compiled
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Mvc;
        """;

    private static readonly MetadataReference[] Frameworks = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(x => x.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || x.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal))
        .Select(x => (MetadataReference)MetadataReference.CreateFromFile(x)).ToArray();

    private readonly List<AdditionalText> files = [];
    private readonly Dictionary<string, string> options = [];

    public Compiled(string name, params (string Path, string Text)[] sources) => Compilation = CSharpCompilation.Create(name,
        sources.Append((Path: "Usings.cs", Text: Usings)).Select(x => CSharpSyntaxTree.ParseText(x.Text, path: x.Path)), Frameworks,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public CSharpCompilation Compilation { get; private set; }

    public Compiled Referencing(Compiled other)
    {
        Compilation = Compilation.AddReferences(other.Compilation.ToMetadataReference());
        return this;
    }

    public Compiled WithSeverity(string id, ReportDiagnostic severity)
    {
        Compilation = Compilation.WithOptions(Compilation.Options.WithSpecificDiagnosticOptions(Compilation.Options.SpecificDiagnosticOptions.SetItem(id, severity)));
        return this;
    }

    public Compiled WithFile(string path, string text)
    {
        files.Add(new TextFile(path, text));
        return this;
    }

    public Compiled WithOption(string key, string value)
    {
        options[key.ToLowerInvariant()] = value;
        return this;
    }

    public CompilationWithAnalyzers Judged()
    {
        Assert.Empty(Compilation.GetDiagnostics().Where(x => x.Severity == DiagnosticSeverity.Error));
        return Compilation.WithAnalyzers([new ScaleLintAnalyzer()], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([.. files], new Options(options)), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
    }

    /// <summary>All diagnostics of ScaleLint as <c>file:line id</c>, those of these ids only when some are given.</summary>
    public async Task<IReadOnlyList<string>> Lines(params string[] ids) => Lines(await All(), ids);

    public async Task<IReadOnlyList<Diagnostic>> All() => await Judged().GetAnalyzerDiagnosticsAsync();

    public static IReadOnlyList<string> Lines(IEnumerable<Diagnostic> diagnostics, params string[] ids) => diagnostics
        .Where(x => ids.Length == 0 || ids.Contains(x.Id)).Select(x => x.Location.GetLineSpan() is { Path.Length: > 0 } at ? $"{at.Path}:{at.StartLinePosition.Line + 1} {x.Id}" : x.Id)
        .Order(StringComparer.Ordinal).ToList();

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        private readonly SourceText content = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => content;
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        private readonly Set set = new(values);

        public override AnalyzerConfigOptions GlobalOptions => set;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => set;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => set;

        private sealed class Set(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
