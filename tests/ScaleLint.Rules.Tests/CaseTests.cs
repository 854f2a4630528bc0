using ScaleLint.Cases;

namespace ScaleLint.Rules.Tests;

/// <summary>Every case of <c>tests/Cases</c>: what is marked is reported, what is not marked is quiet, for the rule its file is named after; in <c>Quiet</c> for all rules.</summary>
public class CaseTests
{
    public static TheoryData<string> Names() => [.. Cases().Select(x => x.ToString())];

    public static TheoryData<string> Compiled() => [.. Cases().Where(x => x.SourceOnly == null).Select(x => x.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_reported_where_marked_and_nowhere_else(string name)
    {
        var file = Case(name);
        var findings = Marked(file, CaseCompiler.Judge(file));
        foreach (var (project, line, hops) in file.Paths())
            Assert.Equal(hops, findings.Single(x => x.At.Line == line && x.At.File == project + ".cs").Path.Select(x => x.Symbol));
        foreach (var (project, line, text) in file.Messages())
            Assert.Contains(text, findings.Single(x => x.At.Line == line && x.At.File == project + ".cs").Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Compiled))]
    public void Is_reported_alike_from_compiled_code(string name)
    {
        var file = Case(name);
        Marked(file, CaseCompiler.Judge(file, front: CaseFront.Compiled));
    }

    private static IEnumerable<CaseFile> Cases() => CaseFile.All().Where(x => RuleList.Find(x.File) != null || IsQuiet(x));

    private static bool IsQuiet(CaseFile file) => file.File == "Quiet";

    private static readonly Lazy<Dictionary<string, CaseFile>> ByName = new(() => Cases().ToDictionary(x => x.ToString()));

    private static CaseFile Case(string name) => ByName.Value[name];

    private static List<Finding> Marked(CaseFile file, IReadOnlyList<Finding> all)
    {
        var findings = all.Where(x => IsQuiet(file) || x.Rule.Id == file.File).ToList();
        var actual = findings.Select(x => $"{x.At.File}:{x.At.Line} {x.Rule.Id}").OrderBy(x => x, StringComparer.Ordinal).ToList();
        var expected = file.Expected().Where(x => x.Rule == file.File).Select(x => $"{x.File}:{x.Line} {x.Rule}").OrderBy(x => x, StringComparer.Ordinal).ToList();
        Assert.True(expected.SequenceEqual(actual), $"expected [{string.Join(", ", expected)}]\nreported [{string.Join("\n", findings.Select(x => $"{x.At.File}:{x.At.Line} {x.Message}"))}]");
        return findings;
    }
}
