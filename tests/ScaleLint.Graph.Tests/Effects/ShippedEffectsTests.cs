using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;

namespace ScaleLint.Graph.Tests.Effects;

/// <summary>The shipped effects files say what is true: every line resolves against the real package, and what is generated from them is current.</summary>
public sealed class ShippedEffectsTests
{
    private const string Begin = "<!-- begin: generated table of libraries -->";
    private const string End = "<!-- end: generated table of libraries -->";
    private const string BeginAgreement = "<!-- begin: generated table of agreement -->";
    private const string EndAgreement = "<!-- end: generated table of agreement -->";
    private static readonly ConcurrentDictionary<string, Lazy<MemberIndex>> Indexes = new(StringComparer.Ordinal);

    public static TheoryData<string> Files => new(RepositoryFiles.EffectsFiles.Select(x => Path.GetFileName(x)!));

    private sealed record Head(string Name, IReadOnlyList<string> Libraries, bool IsResolved, IReadOnlyList<Meaning> Lines, IReadOnlyList<EffectsProblem> Problems);

    private static Head Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.EffectsFolder, name));
        var (lines, problems) = EffectsFile.Parse(name, text);
        var rows = text.Split('\n').Select(x => x.Trim()).ToList();
        var libraries = rows.Where(x => x.StartsWith("package: ", StringComparison.Ordinal) || x.StartsWith("framework: ", StringComparison.Ordinal))
            .Select(x => x[(x.IndexOf(' ') + 1)..]).ToList();
        return new(name, libraries, rows.Contains("check: resolved"), lines, problems);
    }

    private static MemberIndex IndexOf(IReadOnlyList<string> libraries) => Indexes.GetOrAdd(string.Join('|', libraries), _ => new(() =>
    {
        var index = new MemberIndex();
        foreach (var library in libraries)
        {
            var assemblies = RepositoryFiles.AssembliesOf(library);
            Assert.True(assemblies.Count > 0, $"{library} is not in the package folder: list it in {Path.GetFileName(RepositoryFiles.PackageList)} (SCALELINT_UPDATE=1 writes it) and restore");
            foreach (var assembly in assemblies) index.Add(assembly);
        }
        return index;
    })).Value;

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryLineIsWellFormedAndHasAProvenance(string file)
    {
        var head = Read(file);
        Assert.Empty(head.Problems.Select(x => $"{x.File}:{x.Line} {x.Message}"));
        Assert.NotEmpty(head.Lines);
        Assert.All(head.Lines, x => Assert.False(x.Provenance.Length == 0, $"{x.File}:{x.Line} has no provenance and the head no source"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryLineResolvesAgainstTheRealPackage(string file)
    {
        var head = Read(file);
        if (!head.IsResolved) return;
        var index = IndexOf(head.Libraries);
        var faults = head.Lines.Select(x => (x, Fault: PatternCheck.Fault(index, x.Pattern))).Where(x => x.Fault is not null)
            .Select(x => $"{x.x.File}:{x.x.Line} {x.x.Pattern}: {x.Fault}").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ATwinIsDeclaredSomewhereInTheLibrary(string file)
    {
        var head = Read(file);
        if (!head.IsResolved) return;
        var index = IndexOf(head.Libraries);
        var framework = IndexOf(["Microsoft.NETCore.App"]);
        Assert.Empty(head.Lines.Where(x => x.Value("twin") is { } twin && !index.HasMember(twin) && !framework.HasMember(twin) && !Elsewhere.Contains(twin, StringComparer.Ordinal)).Select(x => $"{x.File}:{x.Line} no member is named {x.Value("twin")}"));
    }

    /// <summary>Twins that another library adds: Entity Framework's for queries of the base class library.</summary>
    private static readonly string[] Elsewhere =
        [.. "ToList ToArray ToDictionary ToHashSet All Any Average Contains Count ElementAt ElementAtOrDefault First FirstOrDefault Last LastOrDefault LongCount Max Min Single SingleOrDefault Sum".Split(' ').Select(x => x + "Async")];

    [Fact]
    public void NoMemberHasTwoLinesOfOneKindInTwoFiles()
    {
        var twice = RepositoryFiles.EffectsFiles.SelectMany(x => Read(Path.GetFileName(x)).Lines).GroupBy(x => (x.Pattern, x.Kind))
            .Where(x => x.Select(l => l.File).Distinct().Count() > 1).Select(x => string.Join(" and ", x.Select(l => $"{l.File}:{l.Line}")));
        Assert.Empty(twice);
    }

    [Fact]
    public void TheReadMesTableOfLibrariesIsCurrent()
    {
        var table = new StringBuilder("\n| library | packages | lines | checked |\n|---|---|---:|---|\n");
        foreach (var head in RepositoryFiles.EffectsFiles.Select(x => Read(Path.GetFileName(x))))
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| [{head.Name[..^8]}]({head.Name}) | {string.Join(", ", head.Libraries)} | {head.Lines.Count} | {(head.IsResolved ? "resolved" : "documented")} |\n");
        }
        IsCurrent(Path.Combine(RepositoryFiles.EffectsFolder, "README.md"), old => Between(old, Begin, End, table.ToString()));
    }

    /// <summary>
    /// Every library whose members go beyond the process is read, with those of its dependencies that other files speak of. The files
    /// are written by hand from documentation and code; the table says how far reading the code alone would get.
    /// </summary>
    [Fact]
    public void TheReadMesTableOfAgreementWithTheCodeIsCurrent()
    {
        var heads = RepositoryFiles.EffectsFiles.Select(x => Read(Path.GetFileName(x))).Where(x => x.IsResolved).ToList();
        var clients = heads.Where(x => x.Lines.Any(y => y.IsRemote) && x.Libraries.Any(y => y.Contains(' '))).ToList();
        var framework = new[] { "Microsoft.NETCore.App", "Microsoft.AspNetCore.App" }.SelectMany(RepositoryFiles.AssembliesOf).Select(x => Path.GetFileNameWithoutExtension(x)!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var facts = new ConcurrentDictionary<string, Lazy<AssemblyFacts>>(StringComparer.Ordinal);
        AssemblyFacts FactsOf(string path) => facts.GetOrAdd(path, x => new(() => IlExtractor.ExtractFile(x, IlOptions.Default))).Value;
        var shared = heads.SelectMany(x => x.Libraries).SelectMany(RepositoryFiles.ImplementationsOf).GroupBy(x => Path.GetFileNameWithoutExtension(x)!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(x => x.Key, x => x.Order(StringComparer.Ordinal).Last(), StringComparer.OrdinalIgnoreCase);
        var rows = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var contradictions = new ConcurrentBag<string>();
        Parallel.ForEach(clients, new ParallelOptions { MaxDegreeOfParallelism = 2 }, head =>
        {
            var chosen = head.Libraries.SelectMany(RepositoryFiles.ImplementationsOf).GroupBy(x => Path.GetFileNameWithoutExtension(x)!, StringComparer.OrdinalIgnoreCase).ToDictionary(x => x.Key, x => x.First(), StringComparer.OrdinalIgnoreCase);
            var read = new List<AssemblyFacts>();
            var next = new Queue<string>(chosen.Keys.Order(StringComparer.Ordinal));
            while (next.TryDequeue(out var name))
            {
                var assembly = FactsOf(chosen[name]);
                read.Add(assembly);
                foreach (var reference in assembly.References.Where(x => shared.ContainsKey(x) && !framework.Contains(x) && chosen.TryAdd(x, shared[x]))) next.Enqueue(reference);
            }
            var agreement = new IlAgreement(read, framework);
            var verdicts = head.Lines.Select(x => (Line: x, Verdict: agreement.Of(x))).Where(x => x.Verdict is not null).ToList();
            if (verdicts.Count == 0) return;
            int Count(IlVerdict verdict) => verdicts.Count(x => x.Verdict == verdict);
            rows[head.Name] = string.Create(CultureInfo.InvariantCulture,
                $"| {head.Name[..^8]} | {verdicts.Count} | {Count(IlVerdict.Agrees)} | {Count(IlVerdict.LeadsOut)} | {Count(IlVerdict.FindsNothing)} | {Count(IlVerdict.Contradicts)} |\n");
            foreach (var (line, _) in verdicts.Where(x => x.Verdict == IlVerdict.Contradicts)) contradictions.Add($"{line.File}:{line.Line} {line.Pattern}");
        });
        Assert.True(contradictions.IsEmpty, string.Join("\n", contradictions.Order(StringComparer.Ordinal)));
        var table = "\n| library | lines checked | agree | lead into what is not read | nothing found | contradict |\n|---|---:|---:|---:|---:|---:|\n" + string.Concat(rows.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => x.Value));
        IsCurrent(Path.Combine(RepositoryFiles.EffectsFolder, "README.md"), old => Between(old, BeginAgreement, EndAgreement, table));
    }

    [Fact]
    public void TheListOfPackagesToDownloadIsCurrent()
    {
        var packages = RepositoryFiles.EffectsFiles.Select(x => Read(Path.GetFileName(x))).Where(x => x.IsResolved).SelectMany(x => x.Libraries)
            .Where(x => x.Contains(' ')).Select(x => x.Split(' ')).GroupBy(x => x[0], x => x[1], StringComparer.Ordinal).OrderBy(x => x.Key, StringComparer.Ordinal);
        var text = new StringBuilder("<!-- Written from the heads of rules/effects (SCALELINT_UPDATE=1); read by their test, never run. -->\n<Project>\n  <ItemGroup>\n");
        foreach (var package in packages)
        {
            var versions = string.Join(';', package.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(x => $"[{x}]"));
            text.Append(CultureInfo.InvariantCulture, $"    <PackageDownload Include=\"{package.Key}\" Version=\"{versions}\" />\n");
        }
        text.Append("  </ItemGroup>\n</Project>\n");
        IsCurrent(RepositoryFiles.PackageList, _ => text.ToString());
    }

    private static string Between(string old, string beginMark, string endMark, string table)
    {
        var (begin, end) = (old.IndexOf(beginMark, StringComparison.Ordinal), old.IndexOf(endMark, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"the marks {beginMark} and {endMark} are missing");
        return old[..(begin + beginMark.Length)] + "\n" + table + "\n" + old[end..];
    }

    private static void IsCurrent(string path, Func<string, string> renew)
    {
        var old = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        var current = renew(old);
        if (RepositoryFiles.Update && old != current) File.WriteAllText(path, current);
        else Assert.True(old == current, $"{Path.GetFileName(path)} is out of date: run this test with SCALELINT_UPDATE=1");
    }
}
