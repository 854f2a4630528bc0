using ScaleLint.Graph.Effects;

namespace ScaleLint.Graph.Tests.Effects;

public sealed class EffectsCatalogueTests
{
    private static IReadOnlyList<Meaning> Lines(string lines)
    {
        var (parsed, problems) = EffectsFile.Parse("x.effects", "package: P 1\n" + lines);
        Assert.Empty(problems);
        return parsed;
    }

    private static string Told(EffectsCatalogue catalogue, string type, string member) =>
        string.Join(", ", catalogue.OfMember(type, member).Select(x => x.Kind + ":" + string.Join(" ", x.Words)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("GetAsync(System.String)", "Http:async read")]
    [InlineData("GetAsync(System.Int32)", "Http:async")]
    [InlineData("GetManyAsync``1(``0)", "Http:bulk")]
    [InlineData("GetFast", "Cache:read, Http:blocking")]
    [InlineData("GetNothing", "Pure:")]
    [InlineData("Other", "")]
    public void TheMostExactLineOfEveryKindHolds(string member, string expected)
    {
        var catalogue = new EffectsCatalogue(Lines("""
            M:N.C.Get* | http | blocking | |
            M:N.C.GetAsync | http | async | |
            M:N.C.GetAsync(System.String) | http | async read | |
            M:N.C.GetMany* | http | bulk | |
            M:N.C.GetFast | cache | read | |
            M:N.C.GetNothing | pure | | |
            """));
        Assert.Equal(expected, Told(catalogue, "N.C", member));
    }

    [Fact]
    public void APropertyPatternMeansItsGetter()
    {
        var catalogue = new EffectsCatalogue(Lines("P:N.C`1.Result | block | task | |\nM:N.C`1.set_Limit | limit | size | size=arg0 |"));
        Assert.Equal("Block:task", Told(catalogue, "N.C`1", "get_Result"));
        Assert.Equal("Limit:size", Told(catalogue, "N.C`1", "set_Limit(System.Int32)"));
    }

    [Fact]
    public void AUsersLineWinsForItsKindHoweverExactTheShippedOneIs()
    {
        var catalogue = new EffectsCatalogue(Lines("M:N.C.Do(System.Int32) | http | blocking | |\nM:N.C.Do | cache | read | |\nT:N.C | client | | |"))
            .With(Lines("M:N.C.Do | http | async | |\nT:N.D | outbox | | |"));
        Assert.Equal("Cache:read, Http:async", Told(catalogue, "N.C", "Do(System.Int32)"));
        Assert.True(catalogue.KnowsType("N.C") && catalogue.KnowsType("N.D"));
        Assert.Equal(["N.C", "N.D"], catalogue.Types.Order(StringComparer.Ordinal));
        Assert.Single(catalogue.OfType("N.C"));
    }

    [Fact]
    public void AUsersPureLineSilencesTheShippedOnes()
    {
        var catalogue = new EffectsCatalogue(Lines("M:N.C.Do | http | blocking | |")).With(Lines("M:N.C.Do | pure | | |"));
        Assert.Equal("Pure:", Told(catalogue, "N.C", "Do"));
    }

    [Theory]
    [InlineData("System.Net.Http.HttpClient", "GetAsync(System.String)", MeaningKind.Http)]
    [InlineData("System.Threading.Tasks.Task`1", "get_Result", MeaningKind.Block)]
    [InlineData("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "ToListAsync``1(System.Linq.IQueryable{``0},System.Threading.CancellationToken)", MeaningKind.Sql)]
    [InlineData("StackExchange.Redis.IDatabaseAsync", "StringGetAsync(StackExchange.Redis.RedisKey,StackExchange.Redis.CommandFlags)", MeaningKind.Cache)]
    public void TheShippedFilesAreInside(string type, string member, MeaningKind kind) =>
        Assert.Contains(EffectsCatalogue.Default.OfMember(type, member), x => x.Kind == kind);

    [Fact]
    public void AMemoryCacheIsNoRemoteEffect()
    {
        var line = EffectsCatalogue.Default.OfMember("Microsoft.Extensions.Caching.Memory.IMemoryCache", "TryGetValue(System.Object,System.Object@)").Single();
        Assert.Equal(MeaningKind.Cache, line.Kind);
        Assert.False(line.IsRemote || line.IsEffect);
    }
}
