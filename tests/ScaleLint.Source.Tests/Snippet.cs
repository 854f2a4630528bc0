using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source.Tests;

/// <summary>Compiles a piece of C# and gives its facts.</summary>
internal static class Snippet
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();

    public static CSharpCompilation Compile(Microsoft.CodeAnalysis.OutputKind output, params (string Path, string Text)[] files) =>
        CSharpCompilation.Create(
            "App",
            files.Append((Path: "Usings.cs", Text: Usings)).Select(f =>
                CSharpSyntaxTree.ParseText(f.Text.ReplaceLineEndings("\n"), new CSharpParseOptions(LanguageVersion.Preview), f.Path)),
            References,
            new CSharpCompilationOptions(output, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Facts of source that must compile.</summary>
    public static AssemblyFacts Facts(string source, Microsoft.CodeAnalysis.OutputKind output = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary)
    {
        var compilation = Compile(output, ("Code.cs", source));
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors));
        var facts = SourceExtractor.Extract(compilation, new SourceOptions(), CancellationToken.None);
        Assert.Empty(facts.Problems);
        return facts;
    }

    public static MethodFacts Method(AssemblyFacts facts, string id) =>
        facts.Types.SelectMany(t => t.Methods).FirstOrDefault(m => m.Id == id)
        ?? throw new InvalidOperationException($"no {id} in\n{string.Join("\n", facts.Types.SelectMany(t => t.Methods).Select(m => m.Id))}");

    /// <summary>The dump of <c>T.Do</c> without its first line, assembly names of the platform and the own one left out.</summary>
    public static string Body(string members, string id = "M:T.Do") => Dump(Facts("class T {\n" + members + "\n}"), id);

    public static string Dump(AssemblyFacts facts, string id)
    {
        var method = facts.Types.SelectMany(t => t.Methods).FirstOrDefault(m => m.Id == id || m.Id.StartsWith(id + "(", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"no {id} in\n{string.Join("\n", facts.Types.SelectMany(t => t.Methods).Select(m => m.Id))}");
        var lines = Shorten(FactsDump.Method(method, positions: false)).Split('\n').Skip(1);
        return string.Join("\n", lines.Where(l => l.Length > 0 && !l.StartsWith("  parameter ", StringComparison.Ordinal)).Select(l => l[2..]));
    }

    public static string Shorten(string dump) =>
        System.Text.RegularExpressions.Regex.Replace(dump, @"(App|System(\.[A-Za-z]+)*)!", "")
            .Replace("System.Threading.Tasks.", "", StringComparison.Ordinal)
            .Replace("System.Collections.Generic.", "", StringComparison.Ordinal)
            .Replace("System.", "", StringComparison.Ordinal);
}
