using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;
using ScaleLint.Source;

namespace ScaleLint.Il.Tests;

/// <summary>
/// The cases give the same facts from source and from compiled code. A difference is declared in the case by the line
/// <c>// parity: METHOD-ID because REASON</c>; a declared difference that is none any more fails too.
/// </summary>
public sealed class ParityTests
{
    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Cases", "Parity"), "*.cs").Order(StringComparer.Ordinal))
            cases.Add(Path.GetFileNameWithoutExtension(file));
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Source_and_compiled_code_give_equal_facts(string name)
    {
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "Parity", name + ".cs"));
        var declared = Declared(source);
        var failures = new List<string>();
        foreach (var level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            var compilation = Snippet.Compile(source, level);
            var written = SourceExtractor.Extract(compilation, new SourceOptions(), CancellationToken.None);
            var (assembly, pdb) = Snippet.Emit(compilation);
            var compiled = IlExtractor.Extract(assembly, pdb, "App", IlOptions.Default);
            Assert.Empty(compiled.Problems);
            var left = Methods(written);
            var right = Methods(compiled);
            foreach (var id in left.Keys.Concat(right.Keys).Distinct().Order(StringComparer.Ordinal))
            {
                var differs = !left.TryGetValue(id, out var a) | !right.TryGetValue(id, out var b) || a != b;
                if (differs && !declared.ContainsKey(id))
                    failures.Add($"{level} {id}\n--- source\n{a}--- compiled\n{b}");
                else if (differs)
                    declared[id] = true;
            }
        }
        failures.AddRange(declared.Where(d => !d.Value).Select(d => $"{d.Key} is declared to differ and does not"));
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    private static Dictionary<string, string> Methods(AssemblyFacts facts) =>
        facts.Types.SelectMany(t => t.Methods).ToDictionary(m => m.Id, m => CanonicalDump.Write(facts.Name, m));

    private static Dictionary<string, bool> Declared(string source)
    {
        var declared = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var line in source.Split('\n'))
        {
            var at = line.IndexOf("// parity: ", StringComparison.Ordinal);
            if (at < 0)
                continue;
            var parts = line[(at + 11)..].Split(" because ", 2);
            Assert.True(parts.Length == 2 && parts[1].Trim().Length > 0, "a declared difference has no reason: " + line);
            declared[parts[0].Trim()] = false;
        }
        return declared;
    }
}
