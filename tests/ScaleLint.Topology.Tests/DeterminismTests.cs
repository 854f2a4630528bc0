using System.Text.Json;

namespace ScaleLint.Topology.Tests;

public class DeterminismTests
{
    [Fact]
    public void TheOrderOfFilesAndProjectsDoesNotMatter()
    {
        var input = new SystemFiles()
            .Project("A").Project("B").Project("C")
            .File("docker-compose.yml", "services:\n  pg: { image: postgres }\n  b: { build: B, environment: { ConnectionStrings__X: 'Host=pg;Database=x;Username=u', ConnectionStrings__Y: 'Host=pg;Database=y;Username=u' } }\n  a: { build: A, environment: { B__Url: 'http://b' } }")
            .File("ops/docker-compose.yml", "services:\n  pg: { image: postgres }\n  c: { image: c, environment: { ConnectionStrings__X: 'Host=pg;Database=x;Username=u' } }")
            .File("k8s/a.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: b-depl }\nspec: { template: { metadata: { labels: { a: b } }, spec: { containers: [ { name: b, image: b } ] } } }")
            .File("A/appsettings.json", "{ \"ConnectionStrings\": { \"M\": \"Server=m;Database=x;Integrated Security=true\" } }")
            .File("C/appsettings.json", "{ \"ConnectionStrings\": { \"M\": \"Server=n;Database=X;Integrated Security=true\" } }")
            .File("bad.yaml", "apiVersion: v1\nkind: [")
            .Input();
        var expected = JsonSerializer.Serialize(TopologyReader.Read(input));
        var random = new Random(3);
        for (var round = 0; round < 20; round++)
        {
            var shuffled = new TopologyInput([.. input.Files.OrderBy(_ => random.Next())], [.. input.Projects.OrderBy(_ => random.Next())]);
            Assert.Equal(expected, JsonSerializer.Serialize(TopologyReader.Read(shuffled)));
        }
    }

    [Fact]
    public void IdsAreUniqueAndEveryReferenceLeadsToOne()
    {
        var system = new SystemFiles()
            .Project("one/Api").Project("two/Api")
            .File("one/docker-compose.yml", "services:\n  db: { image: redis }\n  api: { build: Api, environment: { Cache__Host: db } }")
            .File("two/docker-compose.yml", "services:\n  db: { image: redis }\n  api: { build: Api, environment: { Cache__Host: db } }")
            .Read();
        var ids = system.Services.Select(service => service.Id).Concat(system.Resources.Select(resource => resource.Id)).ToList();

        Assert.Equal(4, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(2, system.Edges().Length);
        Assert.All(system.References, reference => Assert.Contains(reference.TargetId, ids));
        Assert.All(system.References, reference => Assert.Contains(reference.ServiceId, ids));
    }
}
