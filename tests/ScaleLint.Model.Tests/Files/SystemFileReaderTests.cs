using NJsonSchema;

namespace ScaleLint.Model.Tests;

public class SystemFileReaderTests
{
    internal const string Example = """
        {
          "schemaVersion": 1,
          "targetLoad": 1000,
          "services":  [ { "id": "shop", "instances": 1, "threads": 100, "cpuCores": 4, "threadsBlock": false } ],
          "resources": [ { "id": "orders-db", "kind": "sql", "slots": 10, "service": null,
                           "time": { "medianMs": 3, "p99Ms": 30 }, "failure": 0.0005, "quotaPerSecond": null, "replicas": 1, "commonCause": 0.05 },
                         { "id": "cache", "kind": "cache", "time": { "meanMs": 1, "scv": 2 } },
                         { "id": "jobs", "kind": "queue", "consumer": "GET /price", "time": { "meanMs": 5, "shape": "exponential" } } ],
          "operations":[ { "id": "POST /checkout", "service": "shop", "ratePerSecond": 50,
                           "objective": { "p99Ms": 300, "availability": 0.999 },
                           "does": { "sequence": [ { "cpuMs": 2 }, { "call": "orders-db", "times": 2 },
                                                   { "parallel": [ { "call": "cache" }, { "invoke": "GET /price" } ] } ] } },
                         { "id": "GET /price", "users": 10, "thinkMs": 1000, "does": { "sequence": [
                            { "race": [ { "call": "cache" } ] },
                            { "branch": [ { "p": 0.25, "step": { "cpuMs": 1 } }, { "p": 0.75, "step": { "cpuMs": 2 } } ] },
                            { "loop": 3, "step": { "call": "cache" } },
                            { "retry": { "attempts": 3, "backoffMs": 10, "totalMs": 900 }, "step": { "timeoutMs": 100, "step": { "call": "orders-db" } } },
                            { "cache": { "hit": 0.9, "time": { "meanMs": 1, "shape": "constant" } }, "step": { "hedgeAfterMs": 20, "step": { "call": "orders-db" } } },
                            { "fallback": [ { "call": "cache" }, { "call": "orders-db" } ] },
                            { "breaker": { "failureRatio": 0.1, "breakMs": 5000 }, "step": { "hold": "orders-db", "step": { "call": "orders-db" } } },
                            { "background": true, "step": { "call": "cache" } },
                            { "publish": "jobs" } ] } } ]
        }
        """;

    [Fact]
    public void Reads_what_it_writes_and_writes_the_same_bytes()
    {
        var written = SystemFileWriter.Write(SystemFileReader.Read(Example));
        Assert.Equal(written, SystemFileWriter.Write(SystemFileReader.Read(written)));
        Assert.Contains("\"times\": 2", written);
        Assert.DoesNotContain("\r", written);
    }

    [Fact]
    public async Task Schema_accepts_what_the_reader_accepts()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "system.schema.json"));
        Assert.Empty(schema.Validate(Example));
        Assert.Empty(schema.Validate(SystemFileWriter.Write(SystemFileReader.Read(Example))));
        Assert.NotEmpty(schema.Validate(Example.Replace("\"failure\": 0.0005", "\"failure\": 2")));
        Assert.NotEmpty(schema.Validate(Example.Replace("\"users\"", "\"user\"")));
    }

    [Fact]
    public void Numbers_in_the_file_are_declared_and_defaults_assumed()
    {
        var file = SystemFileReader.Read(Example);
        Assert.Equal(Quantity.Declared(0.05), file.Resources[0].CommonCause);
        Assert.Equal(Quantity.Assumed(0.05), file.Resources[1].CommonCause);
    }

    private const string A = """{ "id": "a", "ratePerSecond": 1, "does": """;

    private static string Operations(string operations, string resources = "") =>
        $$"""{ "schemaVersion": 1, "resources": [ { "id": "r", "kind": "sql", "slots": 1, "time": { "meanMs": 1, "shape": "constant" } } {{resources}} ], "operations": [ {{operations}} ] }""";

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "$.operations[0].dose", "unknown key", Operations("""{ "id": "a", "dose": { "call": "r" } }""") },
        { "$.operations[0].does.sequence[1].call", "unknown resource \"q\"", Operations(A + """{ "sequence": [ { "call": "r" }, { "call": "q" } ] } }""") },
        { "$.operations[0].does.retry.attempt", "unknown key", Operations(A + """{ "retry": { "attempts": 2, "attempt": 3 }, "step": { "call": "r" } } }""") },
        { "$.operations[0].does.step.cpuMs", "out of range", Operations(A + """{ "timeoutMs": 5, "step": { "cpuMs": -1 } } }""") },
        { "$.operations[0].does.cpuMs", "no finite number", Operations(A + """{ "cpuMs": NaN } }""") },
        { "$.operations[0].does.cpuMs", "no finite number", Operations(A + """{ "cpuMs": 1e999 } }""") },
        { "$.operations[0].does.cpuMs", "a number expected", Operations(A + """{ "cpuMs": "3" } }""") },
        { "$.operations[0].does.cache.hit", "from 0 to 1", Operations(A + """{ "cache": { "hit": 1.5 }, "step": { "call": "r" } } }""") },
        { "$.operations[0].does.branch", "sum to 1", Operations(A + """{ "branch": [ { "p": 0.5, "step": { "call": "r" } } ] } }""") },
        { "$.operations[0].does", "in one step", Operations(A + """{ "call": "r", "cpuMs": 1 } }""") },
        { "$.operations[0].does", "no step", Operations(A + "{ } }") },
        { "$.operations[0].does", "\"step\" is missing", Operations(A + """{ "timeoutMs": 5 } }""") },
        { "$.operations[0].users", "together", Operations("""{ "id": "a", "ratePerSecond": 1, "users": 2, "thinkMs": 1, "does": { "call": "r" } }""") },
        { "$.operations[1].id", "already", Operations(A + """{ "call": "r" } }, """ + A + """{ "call": "r" } }""") },
        { "$.operations[0].id", "twice", Operations("""{ "id": "a", "id": "b", "does": { "call": "r" } }""") },
        { "$.operations[0].does.sequence[0].invoke", "endless", Operations(A + """{ "sequence": [ { "invoke": "a" } ] } }""") },
        { "$.operations[1].does.background", "true", Operations(A + """{ "call": "r" } }, { "id": "b", "does": { "background": false, "step": { "call": "r" } } }""") },
        { "$.resources[1].time.p99Ms", "below medianMs", Operations(A + """{ "call": "r" } }""", """, { "id": "s", "kind": "sql", "time": { "medianMs": 3, "p99Ms": 2 } }""") },
        { "$.resources[1].kind", "unknown kind", Operations(A + """{ "call": "r" } }""", """, { "id": "s", "kind": "sqll" }""") },
        { "$.resources[1].consumer", "queue", Operations(A + """{ "call": "r" } }""", """, { "id": "s", "kind": "sql", "consumer": "a" }""") },
        { "$.operations[0].does.publish", "queue", Operations(A + """{ "publish": "r" } }""") },
        { "$.operations", "at least one", Operations("") },
        { "$.schemaVersion", "schemaVersion 1", """{ "schemaVersion": 2, "operations": [] }""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Names_the_path_and_the_remedy(string path, string problem, string text)
    {
        var error = Assert.Throws<SystemFileException>(() => SystemFileReader.Read(text));
        Assert.Equal(path, error.Path);
        Assert.Contains(problem, error.Message);
        Assert.StartsWith(path, error.Message);
    }

    [Fact]
    public void Names_the_whole_cycle_of_invokes()
    {
        static string Invokes(string id, string other) => $$"""{ "id": "{{id}}", "does": { "invoke": "{{other}}" } }""";
        var error = Assert.Throws<SystemFileException>(() => SystemFileReader.Read(Operations($"{Invokes("a", "b")}, {Invokes("b", "c")}, {Invokes("c", "a")}")));
        Assert.Contains("a -> b -> c -> a", error.Message);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{ \"schemaVersion\": 1,\n  'operations': [] }", 2, 3)]
    [InlineData("{ \"schemaVersion\": 1,\n\"operations\": [ ", 2, 17)]
    [InlineData("{\n // no comments\n}", 2, 2)]
    [InlineData("{ \"schemaVersion\": 1, }", 1, 23)]
    [InlineData("{ \"schemaVersion\": 01 }", 1, 21)]
    [InlineData("{ } x", 1, 5)]
    public void Names_line_and_column_of_text_that_is_no_json(string text, int line, int column)
    {
        var error = Assert.Throws<SystemFileException>(() => SystemFileReader.Read(text));
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains($"line {line}, column {column}", error.Message);
    }

    [Theory]
    [InlineData("{ \"sequence\": [ ", " ] }")]
    [InlineData("{ \"timeoutMs\": 900, \"step\": ", " }")]
    [InlineData("{ \"branch\": [ { \"p\": 1, \"step\": ", " } ] }")]
    public void Steps_nest_to_the_documented_limit_and_no_deeper(string open, string close)
    {
        string Nested(int depth) => Operations(A + string.Concat(Enumerable.Repeat(open, depth - 1)) + "{ \"call\": \"r\" }" + string.Concat(Enumerable.Repeat(close, depth - 1)) + " }");
        Assert.Single(SystemFileReader.Read(Nested(SystemFileReader.MaxStepDepth)).Operations);
        foreach (var depth in new[] { SystemFileReader.MaxStepDepth + 1, 10_000 })
        {
            var error = Assert.Throws<SystemFileException>(() => SystemFileReader.Read(Nested(depth)));
            Assert.Contains("nested deeper than 512", error.Message);
            Assert.StartsWith("$.operations[0].does", error.Path);
        }
    }

    [Fact]
    public void A_chain_of_invokes_may_be_as_long_as_the_file()
    {
        var operations = Enumerable.Range(0, 10_000).Select(i => $$"""{ "id": "o{{i}}", "does": { {{(i == 9_999 ? "\"call\": \"r\"" : $"\"invoke\": \"o{i + 1}\"")}} } }""");
        Assert.Equal(10_000, SystemFileReader.Read(Operations(string.Join(",", operations))).Operations.Count);
    }
}
