using ScaleLint.Graph.Effects;

namespace ScaleLint.Graph.Tests.Effects;

public sealed class EffectsFileTests
{
    private const string Head = "package: Some.Client 1.2.3\ncheck: resolved\nsource: https://example.test/docs\n";

    private static (IReadOnlyList<Meaning> Lines, IReadOnlyList<EffectsProblem> Problems) Parse(string lines) => EffectsFile.Parse("some.effects", Head + lines);

    [Fact]
    public void AllFiveColumnsAndTheHeadArriveInTheLine()
    {
        var (lines, problems) = Parse("# a comment\nM:N.Client.GetAsync | http | async read | timeout=30s key=arg0 | https://example.test/get\n");
        Assert.Empty(problems);
        var line = Assert.Single(lines);
        Assert.Equal("M:N.Client.GetAsync", line.Pattern);
        Assert.Equal(MeaningKind.Http, line.Kind);
        Assert.True(line.Is("async") && line.Is("read") && !line.Is("write"));
        Assert.Equal("30s", line.Value("timeout"));
        Assert.Equal("arg0", line.Value("key"));
        Assert.Null(line.Value("pool"));
        Assert.Equal("https://example.test/get", line.Provenance);
        Assert.Equal("Some.Client", line.Library);
        Assert.Equal(("some.effects", 5), (line.File, line.Line));
    }

    [Fact]
    public void AnEmptyProvenanceIsTheHeadsSource() =>
        Assert.Equal("https://example.test/docs", Parse("T:N.Client | limit | single-threaded | |").Lines.Single().Provenance);

    [Fact]
    public void ConstructorsAndWindowsLineEndsAreNoComments()
    {
        var (lines, problems) = Parse("M:N.Client.#ctor | client | | address=arg0 | # a remark\r\nM:N.Client.#ctor(System.Int32) | client | | |\r\n");
        Assert.Empty(problems);
        Assert.Equal(["M:N.Client.#ctor", "M:N.Client.#ctor(System.Int32)"], lines.Select(x => x.Pattern));
    }

    [Theory]
    [InlineData("M:N.Client.Get | http | async", "five columns")]
    [InlineData("M:N.Client.Get | htp | async | |", "unknown kind 'htp'")]
    [InlineData("M:N.Client.Get | http | asynchronous | |", "no word 'asynchronous'")]
    [InlineData("M:N.Client.Get | http | async | tiemout=30s |", "no value 'tiemout'")]
    [InlineData("M:N.Client.Get | http | async | timeout=soon |", "duration")]
    [InlineData("M:N.Client.Get | policy | retry | attempts=many |", "whole number")]
    [InlineData("M:N.Client.Get | http | async | timeout |", "key=value")]
    [InlineData("M:N.Client.Get | http | async | timeout=1s timeout=2s |", "twice")]
    [InlineData("N.Client.Get | http | async | |", "no member pattern")]
    [InlineData("X:N.Client.Get | http | async | |", "no member pattern")]
    [InlineData("M:N.Client.Get(System.Int32 | http | async | |", "not closed")]
    [InlineData("M:N.*.Get | http | async | |", "'*' may only stand at the end")]
    [InlineData("T:N.Client(System.Int32) | entry | derived http | |", "no parameter list")]
    [InlineData("M:N..Get | http | async | |", "part of the name is empty")]
    [InlineData("just words", "neither a head line")]
    [InlineData("licence: MIT", "unknown head line")]
    [InlineData("check: hopefully", "unknown check")]
    public void AFaultyLineIsToldOfWithItsPlace(string line, string says)
    {
        var (lines, problems) = Parse(line + "\nM:N.Client.Good | http | async | |\n");
        var problem = Assert.Single(problems);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Equal(("some.effects", 4), (problem.File, problem.Line));
        Assert.Equal("M:N.Client.Good", Assert.Single(lines).Pattern);
    }

    [Fact]
    public void TheSameMemberAndKindTwiceIsAProblemTwoKindsAreNot()
    {
        var (lines, problems) = Parse("M:N.C.Do | http | async | |\nM:N.C.Do | client | | |\nM:N.C.Do | http | blocking | |\n");
        Assert.Equal(2, lines.Count);
        Assert.Contains("line 4", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MembersBeforeAPackageAndHeadsAfterMembersAreProblems()
    {
        Assert.Contains("must stand before", Assert.Single(EffectsFile.Parse("x", "M:N.C.Do | http | async | |").Problems).Message, StringComparison.Ordinal);
        Assert.Contains("must stand before", Assert.Single(Parse("M:N.C.Do | http | async | |\nsource: elsewhere").Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF# nothing")]
    [InlineData("|||||||||")]
    [InlineData("M: | http | |")]
    [InlineData("package:")]
    [InlineData("\0\u2028|\t|")]
    public void NothingThrows(string text) => Assert.NotNull(EffectsFile.Parse("x", text).Lines);
}
