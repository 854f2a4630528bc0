using ScaleLint.Cases;

namespace ScaleLint.Rules.Tests;

/// <summary>Every case of <c>tests/Cases</c>: what is marked is reported, what is not marked is quiet, for the rules its file is named after.</summary>
public class CaseTests
{
    public static TheoryData<string> Names()
    {
        var data = new TheoryData<string>();
        foreach (var file in CaseFile.All().Where(x => RuleList.Find(x.File) != null)) data.Add(file.ToString());
        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_reported_where_marked_and_nowhere_else(string name)
    {
        var file = CaseFile.All().Single(x => x.ToString() == name);
        var findings = CaseCompiler.Judge(file).Where(x => x.Rule.Id == file.File).ToList();
        var actual = findings.Select(x => $"{x.At.File}:{x.At.Line} {x.Rule.Id}").OrderBy(x => x, StringComparer.Ordinal).ToList();
        var expected = file.Expected().Where(x => x.Rule == file.File).Select(x => $"{x.Project}.cs:{x.Line} {x.Rule}").OrderBy(x => x, StringComparer.Ordinal).ToList();
        Assert.True(expected.SequenceEqual(actual), $"expected [{string.Join(", ", expected)}]\nreported [{string.Join("\n", findings.Select(x => $"{x.At.File}:{x.At.Line} {x.Message}"))}]");
        foreach (var (project, line, hops) in file.Paths())
            Assert.Equal(hops, findings.Single(x => x.At.Line == line && x.At.File == project + ".cs").Path.Select(x => x.Symbol));
    }
}
