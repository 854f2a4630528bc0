using System.Text;

namespace ScaleLint.Topology.Tests;

public class HostileTextTests
{
    [Fact]
    public void BillionLaughsIsAProblemAndTheRestIsRead()
    {
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat("*a" + (i - 1), 9))}]\n");
        }

        var system = new SystemFiles().Project("Api")
            .File("docker-compose.yml", laughs + "services: { api: { build: Api, environment: *a11 } }")
            .File("other/docker-compose.yml", "services: { redis: { image: redis } }")
            .Read();

        var problem = Assert.Single(system.Problems);
        Assert.Equal("docker-compose.yml", problem.File);
        Assert.Contains("aliases", problem.Message, StringComparison.Ordinal);
        Assert.Equal("cache", system.Resource("redis").Kind);
    }

    [Fact]
    public void TagsConstructNothingAndAreValuesLikeOthers()
    {
        var system = new SystemFiles().File("docker-compose.yml", "services:\n  redis: !!System.Diagnostics.Process { image: !ruby/object:Gem redis }").Read();

        Assert.Equal("redis", system.Resource("redis").Engine);
        Assert.Empty(system.Problems);
    }

    [Theory]
    [InlineData("docker-compose.yml", "services:\n  a: {image: redis\n  b: [", 2)]
    [InlineData("Api/appsettings.json", "{\n  \"A\": 1,\n  \"B\" 2\n}", 3)]
    [InlineData("Api/appsettings.json", "{\n  \"A\": ", 2)]
    public void BrokenFilesAreNamedWithTheirLine(string path, string content, int line)
    {
        var system = new SystemFiles().Project("Api").File(path, content).Read();

        var problem = Assert.Single(system.Problems);
        Assert.Equal(path, problem.File);
        Assert.InRange(problem.Line, line - 1, line + 1);
        Assert.StartsWith("not valid", problem.Message, StringComparison.Ordinal);
        Assert.Contains(system.Services, service => service.Id == "Api");
    }

    [Fact]
    public void DeepNestingIsAProblemNotACrash()
    {
        var system = new SystemFiles().Project("Api")
            .File("docker-compose.yml", new string('[', 50_000))
            .File("Api/appsettings.json", new string('[', 50_000))
            .Read();

        Assert.Equal(2, system.Problems.Count);
    }

    [Fact]
    public void MergeOfAnAliasToItselfIsAProblem()
    {
        var system = new SystemFiles().File("docker-compose.yml", "services: &s\n  <<: *s\n  redis: { image: redis }").Read();

        Assert.Single(system.Problems);
    }

    [Fact]
    public void DamagedFilesNeverThrow()
    {
        (string Path, string Content)[] files =
        [
            ("docker-compose.yml", "x: &a { k: [1, 2] }\nservices:\n  api:\n    build: { context: ., dockerfile: Api/Dockerfile }\n    environment: [ 'A__Url=${B:-http://c}', *a ]\n    ports: [ '80:80' ]\n  c: { image: 'redis:7' }\n"),
            ("Api/appsettings.json", "{ \"ConnectionStrings\": { \"A\": \"Server=s;Database=d;User Id=u\" }, \"ReverseProxy\": { \"Routes\": { \"r\": { \"ClusterId\": \"c\" } }, \"Clusters\": {} } }"),
            ("Api/ocelot.json", "{ \"Routes\": [ { \"DownstreamPathTemplate\": \"/a\", \"DownstreamHostAndPorts\": [ { \"Host\": \"c\", \"Port\": 80 } ] } ] }"),
            ("k8s/a.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { template: { metadata: { labels: { a: b } }, spec: { containers: [ { name: api, image: api, env: [ { name: A, value: $(B) } ] } ] } } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: api }\nspec: { selector: { a: b } }\n"),
            ("AppHost/Program.cs", "var builder = DistributedApplication.CreateBuilder(args);\nvar db = builder.AddPostgres(\"pg\").AddDatabase(\"db\");\nbuilder.AddProject<Projects.Api>(\"api\").WithReference(db).WithEnvironment(c => { c.EnvironmentVariables[\"X\"] = $\"{db}\"; });\n"),
            ("Api/Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet AS base\nENV A=b \\\n C=d\nENTRYPOINT [\"dotnet\", \"Api.dll\"]\n"),
        ];
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var system = new SystemFiles().Project("Api").AppHost("");
            foreach (var (path, content) in files)
            {
                var at = random.Next(content.Length);
                var length = random.Next(1, 6);
                var damaged = random.Next(3) switch
                {
                    0 => content[..at],
                    1 => content.Remove(at, Math.Min(length, content.Length - at)),
                    _ => content.Insert(at, "{}[]:,&*!|>'\"-#%@`\\\n\t "[random.Next(20)].ToString()),
                };
                system.File(path, damaged);
            }

            Assert.NotEmpty(system.Read().Services);
        }
    }
}
