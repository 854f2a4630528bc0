using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScaleLint.Topology.Aspire;

/// <summary>What an expression of an AppHost stands for, as far as syntax tells.</summary>
internal abstract record AppHostValue
{
    public static readonly AppHostValue Unknown = new UnknownValue();

    /// <summary>Constant text, or null.</summary>
    public string? Constant => this is TextValue { Text: { } text, Mentions.Count: 0 } ? text : null;

    private sealed record UnknownValue : AppHostValue;
}

/// <summary>The <c>IDistributedApplicationBuilder</c>.</summary>
internal sealed record BuilderValue : AppHostValue;

/// <summary>The builder's execution context or environment: the reader sees the system as published.</summary>
internal sealed record ExecutionContextValue : AppHostValue;

/// <summary>A resource builder; the resource goes by its name.</summary>
internal sealed record ResourceValue(string Name) : AppHostValue;

/// <summary>An endpoint of a resource.</summary>
internal sealed record EndpointValue(string Resource) : AppHostValue;

/// <summary>A parameter; its value only if the AppHost's settings or code state it and it is no secret.</summary>
internal sealed record ParameterValue(string? Text) : AppHostValue;

/// <summary>Text, null where it is not constant, with the resources whose addresses are part of it.</summary>
internal sealed record TextValue(string? Text, IReadOnlyList<string> Mentions) : AppHostValue
{
    public static TextValue Of(string text) => new(text, []);
}

internal sealed record NumberValue(int Number) : AppHostValue;

internal sealed record TruthValue(bool Truth) : AppHostValue;

internal sealed record ListValue(IReadOnlyList<AppHostValue> Items) : AppHostValue;

/// <summary>A lambda with the scope it closes over.</summary>
internal sealed record LambdaValue(AnonymousFunctionExpressionSyntax Syntax, AppHostScope Scope) : AppHostValue;

/// <summary>The context of a <c>WithEnvironment</c> callback, or its dictionary of variables.</summary>
internal sealed record EnvironmentContextValue(string Resource) : AppHostValue;

/// <summary>The configuration builder of a YARP resource.</summary>
internal sealed record GatewayValue(string Resource) : AppHostValue;

/// <summary>A YARP cluster by the resources it forwards to.</summary>
internal sealed record ClusterValue(IReadOnlyList<string> Targets) : AppHostValue;

/// <summary>A YARP route whose transforms may follow.</summary>
internal sealed record RouteValue(AppHostRoute Route) : AppHostValue;

/// <summary>A route of a YARP resource while its chain of calls is read.</summary>
internal sealed class AppHostRoute(string gateway, string path, IReadOnlyList<string> targets, Evidence evidence)
{
    public string Gateway { get; } = gateway;

    public string Path { get; } = path;

    public string TargetPath { get; set; } = path;

    public IReadOnlyList<string> Targets { get; } = targets;

    public IReadOnlyList<string> Methods { get; set; } = [];

    public Evidence Evidence { get; } = evidence;
}

/// <summary>Names in force at a place of the AppHost.</summary>
internal sealed class AppHostScope(AppHostScope? outer)
{
    private readonly Dictionary<string, AppHostValue> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LocalFunctionStatementSyntax> functions = new(StringComparer.Ordinal);

    /// <summary>What the method returned, once it did.</summary>
    public AppHostValue? Returned { get; set; }

    public AppHostValue? Find(string name) => values.TryGetValue(name, out var value) ? value : outer?.Find(name);

    public void Declare(string name, AppHostValue value) => values[name] = value;

    public void Declare(LocalFunctionStatementSyntax function) => functions[function.Identifier.ValueText] = function;

    public (LocalFunctionStatementSyntax Function, AppHostScope Scope)? FindFunction(string name) =>
        functions.TryGetValue(name, out var function) ? (function, this) : outer?.FindFunction(name);

    public void Assign(string name, AppHostValue value)
    {
        if (!values.ContainsKey(name) && outer?.Find(name) is not null)
        {
            outer.Assign(name, value);
        }
        else
        {
            values[name] = value;
        }
    }
}
