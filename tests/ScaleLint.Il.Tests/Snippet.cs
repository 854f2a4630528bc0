using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il.Tests;

/// <summary>Compiles a piece of C# in memory and gives the facts of what came out.</summary>
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
                || name is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();

    public static CSharpCompilation Compile(string source, OptimizationLevel level, Microsoft.CodeAnalysis.OutputKind output = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary) =>
        CSharpCompilation.Create(
            "App",
            new[] { (Path: "Code.cs", Text: source), (Path: "Usings.cs", Text: Usings) }.Select(f => CSharpSyntaxTree.ParseText(
                SourceText.From(f.Text.ReplaceLineEndings("\n"), Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Preview), f.Path)),
            References,
            new CSharpCompilationOptions(output, allowUnsafe: true, optimizationLevel: level, nullableContextOptions: NullableContextOptions.Enable));

    public static (byte[] Assembly, byte[] Pdb) Emit(CSharpCompilation compilation, DebugInformationFormat format = DebugInformationFormat.PortablePdb)
    {
        using var assembly = new MemoryStream();
        using var pdb = new MemoryStream();
        var isEmbedded = format == DebugInformationFormat.Embedded;
        var result = compilation.Emit(assembly, isEmbedded ? null : pdb, options: new EmitOptions(debugInformationFormat: format));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return (assembly.ToArray(), pdb.ToArray());
    }

    public static AssemblyFacts Facts(string source, OptimizationLevel level = OptimizationLevel.Release, bool withPdb = true)
    {
        var (assembly, pdb) = Emit(Compile(source, level));
        return IlExtractor.Extract(assembly, withPdb ? pdb : null, "App", IlOptions.Default);
    }

    public static MethodFacts Method(AssemblyFacts facts, string id) =>
        facts.Types.SelectMany(t => t.Methods).FirstOrDefault(m => m.Id == id || m.Id.StartsWith(id + "(", StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"no {id} in\n{string.Join("\n", facts.Types.SelectMany(t => t.Methods).Select(m => m.Id))}");

    /// <summary>The dump of <c>T.Do</c> without its head, names of assemblies and of common namespaces left out; equal for Debug and Release or the test fails.</summary>
    public static string Body(string members, string id = "M:T.Do")
    {
        var source = "public class T {\n" + members + "\n}";
        var release = Facts(source);
        var debug = Facts(source, OptimizationLevel.Debug);
        Assert.Empty(release.Problems);
        Assert.Empty(debug.Problems);
        var body = Dump(release, id);
        Assert.Equal(WithoutNames(body), WithoutNames(Dump(debug, id)));
        return Dump(debug, id);
    }

    public static string Dump(AssemblyFacts facts, string id)
    {
        var lines = Shorten(FactsDump.Method(Method(facts, id), positions: false)).Split('\n').Skip(1);
        return string.Join("\n", lines.Where(l => l.Length > 0 && !l.StartsWith("  parameter ", StringComparison.Ordinal)).Select(l => l[2..]));
    }

    /// <summary>An optimised assembly does not keep all names of locals.</summary>
    private static string WithoutNames(string dump) =>
        System.Text.RegularExpressions.Regex.Replace(dump, @"^local (\d+) .*? : .*? = ", "local $1 = ", System.Text.RegularExpressions.RegexOptions.Multiline);

    private static string Shorten(string dump) =>
        System.Text.RegularExpressions.Regex.Replace(dump, @"(App|System(\.[A-Za-z]+)*)!", "")
            .Replace("System.Threading.Tasks.", "", StringComparison.Ordinal)
            .Replace("System.Collections.Generic.", "", StringComparison.Ordinal)
            .Replace("System.", "", StringComparison.Ordinal);
}
