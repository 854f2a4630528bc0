using System.Globalization;
using Newtonsoft.Json;
using static ScaleLint.Model.Step;

namespace ScaleLint.Model;

/// <summary>
/// Writes a <c>*.system.json</c>: keys in the schema's order, what equals its default left out, same system same bytes.
/// Provenance is not written: a number in a file is a declared one.
/// </summary>
public static class SystemFileWriter
{
    /// <summary>The text, indented by two, with line feeds and one at the end.</summary>
    public static string Write(SystemFile file)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.Indented, Indentation = 2 })
        {
            json.WriteStartObject();
            Number(json, "schemaVersion", SystemFile.SchemaVersion);
            Number(json, "targetLoad", file.TargetLoad);
            Array(json, "services", file.Services, Service);
            Array(json, "resources", file.Resources, Resource);
            Array(json, "operations", file.Operations, Operation);
            json.WriteEndObject();
        }

        return text.ToString() + "\n";
    }

    private static void Service(JsonTextWriter json, Service service)
    {
        json.WriteStartObject();
        Text(json, "id", service.Id);
        Number(json, "instances", service.Instances, 1);
        Number(json, "threads", service.Threads);
        Number(json, "cpuCores", service.CpuCores);
        if (service.ThreadsBlock)
        {
            json.WritePropertyName("threadsBlock");
            json.WriteValue(true);
        }

        json.WriteEndObject();
    }

    private static void Resource(JsonTextWriter json, Resource resource)
    {
        json.WriteStartObject();
        Text(json, "id", resource.Id);
        Text(json, "kind", resource.Kind);
        Text(json, "service", resource.Service);
        Time(json, resource.Time);
        Number(json, "slots", resource.Slots);
        Number(json, "failure", resource.Failure, 0);
        Number(json, "quotaPerSecond", resource.QuotaPerSecond);
        Number(json, "replicas", resource.Replicas, 1);
        Number(json, "commonCause", resource.CommonCause, 0.05);
        Text(json, "consumer", resource.Consumer);
        json.WriteEndObject();
    }

    private static void Operation(JsonTextWriter json, Operation operation)
    {
        json.WriteStartObject();
        Text(json, "id", operation.Id);
        Text(json, "service", operation.Service);
        Number(json, "ratePerSecond", operation.RatePerSecond, 0);
        Number(json, "users", operation.Users);
        Number(json, "thinkMs", operation.ThinkMs);
        if (operation.Objective is { } objective)
        {
            json.WritePropertyName("objective");
            json.WriteStartObject();
            Number(json, "p99Ms", objective.P99Ms);
            Number(json, "availability", objective.Availability);
            json.WriteEndObject();
        }

        json.WritePropertyName("does");
        Write(json, operation.Does);
        json.WriteEndObject();
    }

    private static void Time(JsonTextWriter json, TimeShape time)
    {
        if (time == TimeShape.Zero)
        {
            return;
        }

        json.WritePropertyName("time");
        json.WriteStartObject();
        switch (time)
        {
            case TimeShape.Lognormal t:
                Number(json, "medianMs", t.MedianMs);
                Number(json, "p99Ms", t.P99Ms);
                break;
            case TimeShape.Exponential t:
                Number(json, "meanMs", t.MeanMs);
                Text(json, "shape", "exponential");
                break;
            case TimeShape.Constant t:
                Number(json, "meanMs", t.MeanMs);
                Text(json, "shape", "constant");
                break;
            case TimeShape.Gamma t:
                Number(json, "meanMs", t.MeanMs);
                Number(json, "scv", t.Scv);
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(JsonTextWriter json, Step step)
    {
        json.WriteStartObject();
        switch (step)
        {
            case Cpu s: Number(json, "cpuMs", s.Ms); break;
            case Call s:
                Text(json, "call", s.Resource);
                Number(json, "times", s.Times, 1);
                break;
            case Invoke s: Text(json, "invoke", s.Operation); break;
            case Publish s: Text(json, "publish", s.Queue); break;
            case Sequence s: Array(json, "sequence", s.Steps, Write); break;
            case Step.Parallel s: Array(json, "parallel", s.Steps, Write); break;
            case Race s: Array(json, "race", s.Steps, Write); break;
            case Fallback s: Array(json, "fallback", s.Steps, Write); break;
            case Branch s:
                Array(json, "branch", s.Arms, static (json, arm) =>
                {
                    json.WriteStartObject();
                    Number(json, "p", arm.P);
                    Body(json, arm.Step);
                    json.WriteEndObject();
                });
                break;
            case Loop s:
                Number(json, "loop", s.Count);
                Body(json, s.Body);
                break;
            case Step.Timeout s:
                Number(json, "timeoutMs", s.Ms);
                Body(json, s.Body);
                break;
            case Hedge s:
                Number(json, "hedgeAfterMs", s.AfterMs);
                Body(json, s.Body);
                break;
            case Hold s:
                Text(json, "hold", s.Resource);
                Body(json, s.Body);
                break;
            case Background s:
                json.WritePropertyName("background");
                json.WriteValue(true);
                Body(json, s.Body);
                break;
            case Retry s:
                json.WritePropertyName("retry");
                json.WriteStartObject();
                Number(json, "attempts", s.Attempts);
                Number(json, "backoffMs", s.BackoffMs, 0);
                Number(json, "totalMs", s.TotalMs);
                json.WriteEndObject();
                Body(json, s.Body);
                break;
            case Cache s:
                json.WritePropertyName("cache");
                json.WriteStartObject();
                Number(json, "hit", s.Hit);
                Time(json, s.Time);
                json.WriteEndObject();
                Body(json, s.Body);
                break;
            case Breaker s:
                json.WritePropertyName("breaker");
                json.WriteStartObject();
                Number(json, "failureRatio", s.FailureRatio);
                Number(json, "breakMs", s.BreakMs);
                Number(json, "minimumThroughput", s.MinimumThroughput, Breaker.DefaultMinimumThroughput);
                Number(json, "samplingMs", s.SamplingMs, Breaker.DefaultSamplingMs);
                json.WriteEndObject();
                Body(json, s.Body);
                break;
        }

        json.WriteEndObject();
    }

    private static void Body(JsonTextWriter json, Step step)
    {
        json.WritePropertyName("step");
        Write(json, step);
    }

    private static void Array<T>(JsonTextWriter json, string key, IReadOnlyList<T> items, Action<JsonTextWriter, T> write)
    {
        json.WritePropertyName(key);
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void Text(JsonTextWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WritePropertyName(key);
            json.WriteValue(value);
        }
    }

    private static void Number(JsonTextWriter json, string key, Quantity? value, double? fallback = null)
    {
        if (value is { } given && !(given.Value == fallback && given.Provenance == Provenance.Assumed))
        {
            json.WritePropertyName(key);
            JsonNumber.Write(json, given.Value);
        }
    }
}
