using System.Text.Json.Nodes;

namespace ScaleLint.Cli.Tests;

/// <summary>A saved result with a model: one service before one database, and the loop that floods it.</summary>
internal static class SavedScale
{
    /// <summary>The result as it is written, with the number of times that the database is waited for and the load at which it is full.</summary>
    public static string Json(int calls, double fullAt, bool withLoop)
    {
        var chain = new JsonArray([.. Enumerable.Repeat("orders-db", calls).Select(x => (JsonNode)x)]);
        var findings = withLoop ? """[{"ruleId":"SCALE3002","level":"warning","message":"a query per line","file":"Api/Orders.cs","line":7,"column":1,"path":[{"symbol":"M:Orders.All","file":"Api/Orders.cs","line":7},{"symbol":"M:Store.Find","file":"Data/Store.cs","line":3}],"fingerprint":"abcdef0123","marginGain":4}]""" : "[]";
        var repairs = withLoop ? """[{"kind":"batch","title":"Call orders-db once for all lines","target":"orders-db","findings":["abcdef0123"],"gain":4,"moves":[{"limit":"orders-db: saturation","from":10,"to":40}]}]""" : "[]";
        var plans = withLoop ? """{"set":0,"margin":10,"score":33,"breaksFirst":{"resource":"orders-db","at":10,"reason":"saturation"} },{"set":1,"margin":40,"score":53,"breaksFirst":{"resource":"orders-db","at":40,"reason":"saturation"} }""" : """{"set":0,"margin":40,"score":53,"breaksFirst":{"resource":"orders-db","at":40,"reason":"saturation"} }""";
        return $$"""
            {"schemaVersion":1,"complete":true,
             "coverage":{"projects":1,"projectsRead":1,"files":1,"lines":9,"methods":1,"calls":1,"unknown":0,"callsResolved":1,"unknownByAssembly":[]},
             "score":{"value":{{(withLoop ? 33 : 53)}},"low":10,"high":60,"margin":{{fullAt}},"breaksFirst":{"resource":"orders-db","at":{{fullAt}},"reason":"saturation"} },
             "services":[{"name":"api","project":"Api/Api.csproj","kind":"service"}],"resources":[{"id":"orders-db","kind":"sql","service":null,"slots":100,"saturatesAt":{{fullAt}},"blastRadius":1}],
             "edges":[{"from":"api","to":"orders-db","kind":"sql","evidence":[{"file":"Data/Store.cs","line":3}]}],
             "entryPoints":[{"id":"GET /orders","service":"api","kind":"http","route":"/orders","file":"Api/Orders.cs","line":5,"chain":{{chain.ToJsonString()}},"availability":0.999,"p99Ms":40}],
             "metrics":{"assemblies":[],"namespaces":[],"types":[]},
             "findings":{{findings}},"problems":[],
             "scale":{"targetLoad":1000,"loads":[1,10,100],"operations":[],"resources":[],
               "limits":[{"resource":"orders-db","operation":null,"reason":"saturation","at":{{fullAt}},"points":{{(withLoop ? 67 : 47)}} }],
               "repairs":{{repairs}},"plans":[{{plans}}]} }
            """;
    }
}
