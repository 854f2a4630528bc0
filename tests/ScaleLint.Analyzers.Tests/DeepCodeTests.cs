using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using ScaleLint.Cases;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;
using ScaleLint.Rules;
using ScaleLint.Rules.Settings;
using ScaleLint.Source;

namespace ScaleLint.Analyzers.Tests;

/// <summary>Code far larger and deeper than people write ends in facts and a result, from source and from what the compiler makes of it, on a small stack.</summary>
public class DeepCodeTests
{
    private const int Stack = 1 << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Shapes => [.. Sources.Keys];

    private static readonly Dictionary<string, Func<string>> Sources = new()
    {
        ["300 parentheses"] = () => Method("return " + Times(300, "(") + "a" + Times(300, ")") + ";"),
        ["10,000 nested ifs"] = () => Method(Times(10_000, "if (a > 0) { ") + "a--;" + Times(10_000, " }") + " return a;"),
        ["400 nested ifs"] = () => Method(Times(400, "if (a > 0) { ") + "a--;" + Times(400, " }") + " return a;"),
        ["1,000 invocations in a chain"] = () => Method("return s" + Times(1_000, ".Trim()") + ".Length;"),
        ["10,000 invocations in one another"] = () => Method("return " + Times(10_000, "Do(") + "a" + Times(10_000, ", s)") + ";"),
        ["5,000 texts added"] = () => Method("s = \"\"" + Times(5_000, " + s + \"x\"") + "; return s.Length;"),
        ["10,000 lines"] = () => Method(Times(10_000, "a += s.Length;\n") + "return a;"),
        ["500 cases"] = () => Method("switch (a) {\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"case {i}: a += {i}; break;\n")) + "} return a;"),
        ["500 arms"] = () => Method("return s switch {\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"\"{i}\" => {i},\n")) + "_ => 0 };"),
        ["500 lambdas in one another"] = () => Method("Func<int> f = " + Times(500, "() => new Func<int>(") + "() => a" + Times(500, ")()") + "; return f();"),
        ["300 types in one another"] = () => string.Concat(Enumerable.Range(0, 300).Select(i => $"class N{i} {{ int F{i}() => {i}; ")) + Times(300, "}"),
        ["100 type arguments in one another"] = () => Method(Times(100, "List<") + "int" + Times(100, ">") + "? all = null; return all == null ? 0 : 1;"),
        ["a method that calls itself and its like"] = () => "class C { " + string.Concat(Enumerable.Range(0, 500).Select(i => $"void M{i}() {{ M{(i + 1) % 500}(); M{(i * 7) % 500}(); M{i}(); }}\n")) + "}",
        // Every path through it is one of 2^60.
        ["60 methods that call the next twice"] = () => Endpoint("M0") + string.Concat(Enumerable.Range(0, 60).Select(i => $"    static async Task M{i}() {{ if (F) await M{i + 1}(); else await M{i + 1}(); await M{i + 1}(); }}\n")) + "    static Task M60() => Http.GetStringAsync(\"http://x\"); }",
        ["a chain of 2,000 methods"] = () => Endpoint("M0") + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"    static async Task M{i}() => await M{i + 1}();\n")) + "    static Task M2000() => Http.GetStringAsync(\"http://x\"); }",
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ends_in_facts_and_a_result(string shape)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => Check(Sources[shape]())), Stack) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(Longest), "it has not ended");
        Assert.True(failure is null, failure?.ToString());
    }

    private static void Check(string code)
    {
        var project = new CaseProject("App", true, code);
        var compilation = CaseCompiler.Compile(project, []);
        Judge(SourceExtractor.Extract(compilation, new SourceOptions { Threads = 1 }, CancellationToken.None));
        var analysed = compilation.WithAnalyzers([new ScaleLintAnalyzer()], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (e, _, _) => throw new InvalidOperationException("the analyzer threw", e), concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        Assert.DoesNotContain(analysed.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult(), x => x.Id is "AD0001" or "SCALE0001");
        using var stream = new MemoryStream();
        if (compilation.Emit(stream, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded)).Success) Judge(IlExtractor.Extract(stream.ToArray(), null, "App", IlOptions.Default));
    }

    private static void Judge(AssemblyFacts facts)
    {
        // Of what is nested deeper than it can bear, the compiler leaves an error and nothing else.
        Assert.True(facts.Types.Count > 0 || facts.Problems.Count > 0, "neither types nor problems");
        var text = FactsWriter.Write(facts);
        Assert.Equal(text, FactsWriter.Write(FactsReader.Read(text, "App")));
        var result = Analysis.Run(new AnalysisInput([new ProjectInput("App.csproj", facts, true, 1, 1)], 1, EffectsCatalogue.Default, Settings.Default, []), CancellationToken.None);
        Assert.Equal(1, result.Coverage.Projects);
    }

    private static string Method(string body) => "class C { int Do(int a, string s) {\n" + body + "\n} }";

    private static string Endpoint(string first) => "[ApiController, Route(\"c\")] public class C : ControllerBase {\n    static readonly HttpClient Http = new();\n    static bool F;\n    [HttpGet] public Task Get() => " + first + "();\n";

    private static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));
}
