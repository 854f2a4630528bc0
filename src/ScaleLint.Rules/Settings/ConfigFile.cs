using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ScaleLint.Rules.Settings;

/// <summary>Reads <c>scalelint.json</c>: every mistake is named with its line, the rest is still read.</summary>
public static class ConfigFile
{
    private static readonly string[] TopKeys = ["$schema", "layers", "rules", "services", "resources", "minMargin", "objectives", "calibration", "baseline", "effects", "outboxTypes", "lossyConsumers", "allow"];

    /// <summary>Parses the text of a config file.</summary>
    /// <param name="file">Path to name in problems.</param>
    public static (ScaleLintConfig Config, IReadOnlyList<ConfigProblem> Problems) Parse(string file, string text)
    {
        var problems = new List<ConfigProblem>();
        JObject root;
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = 64, DateParseHandling = DateParseHandling.None };
            root = JObject.Load(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore, LineInfoHandling = LineInfoHandling.Load, DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
        }
        catch (JsonReaderException error)
        {
            problems.Add(new ConfigProblem($"This is not valid JSON: {FirstSentence(error.Message)}", file, Math.Max(1, error.LineNumber), Math.Max(1, error.LinePosition)));
            return (new ScaleLintConfig { File = file }, problems);
        }
        catch (JsonException error)
        {
            problems.Add(new ConfigProblem($"This is not a valid configuration: {FirstSentence(error.Message)}", file, 1, 1));
            return (new ScaleLintConfig { File = file }, problems);
        }
        var top = new ConfigObject(root, "", file, problems);
        top.Only(TopKeys);
        var config = new ScaleLintConfig
        {
            File = file,
            Layers = top.Objects("layers", x => { x.Only("name", "types"); return new Layer(x.Text("name", required: true) ?? "", x.Texts("types", required: true), x.Line); }),
            Rules = top.Objects("rules", x =>
            {
                x.Only("from", "to", "allow", "transitive", "reason");
                return new DependencyRule(x.Text("from", required: true) ?? "", x.Text("to", required: true) ?? "", x.Flag("allow") ?? false, x.Flag("transitive") ?? false, x.Text("reason"), x.Line);
            }),
            Services = top.Objects("services", x =>
            {
                x.Only("name", "project", "hosts", "instances", "singleInstance");
                return new ServiceConfig(x.Text("name", required: true) ?? "", x.Text("project"), x.Texts("hosts"), (int?)x.Number("instances", 1), x.Flag("singleInstance") ?? false, x.Line);
            }),
            Resources = top.Objects("resources", x =>
            {
                x.Only("id", "kind", "match", "slots", "time", "failure", "quotaPerSecond", "replicas");
                return new ResourceConfig(x.Text("id", required: true) ?? "", x.Text("kind"), x.Texts("match"), x.Number("slots", 0), x.Raw("time"), x.Number("failure", 0, 1), x.Number("quotaPerSecond", 0), (int?)x.Number("replicas", 1), x.Line);
            }),
            MinMargin = top.Number("minMargin", 0) ?? 10,
            Objectives = top.Entries("objectives", (name, x) =>
            {
                x.Only("p99Ms", "availability", "ratePerSecond");
                return new Objective(name, x.Number("p99Ms", 0), x.Number("availability", 0, 1), x.Number("ratePerSecond", 0), x.Line);
            }),
            Calibration = top.Text("calibration"),
            Baseline = top.Text("baseline"),
            Effects = top.Texts("effects"),
            OutboxTypes = top.Texts("outboxTypes"),
            LossyConsumers = top.Texts("lossyConsumers"),
            Allow = top.Objects("allow", x =>
            {
                x.Only("rule", "symbol", "path", "owner", "reason", "expires");
                var allowance = new Allowance(x.Text("rule", required: true) ?? "", x.Text("symbol"), x.Text("path"), x.Text("owner"), x.Text("reason"), x.Date("expires"), x.Line);
                if (allowance.Symbol == null && allowance.Path == null) x.Problem("An allowance names what it allows: add \"symbol\" or \"path\" (patterns with *)");
                if (allowance.Rule.Length > 0 && RuleList.Find(allowance.Rule) == null) x.Problem($"There is no rule {allowance.Rule}; rules are SCALE and four digits, as in the finding that is allowed");
                return allowance;
            }),
        };
        foreach (var rule in config.Rules.Where(x => x.From.Length == 0 || x.To.Length == 0)) problems.Add(new ConfigProblem("A rule needs \"from\" and \"to\": layer names or type patterns", file, rule.Line, 1));
        return (config, problems.OrderBy(x => x.Line).ThenBy(x => x.Column).ThenBy(x => x.Message, StringComparer.Ordinal).ToList());
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". Path", StringComparison.Ordinal);
        return end < 0 ? message : message.Substring(0, end);
    }
}
