using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ScaleLint.Topology.Gateways;
using ScaleLint.Topology.Sources;
using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Aspire;

/// <summary>What the hosting API's methods mean for the system.</summary>
internal sealed class AppHostCalls(string folder, Deployment deployment, ProjectIndex projects, SourceContext context, IReadOnlyDictionary<string, string> settings)
{
    private readonly List<AppHostRoute> routes = [];

    /// <summary>Resources whose address or connection string a value carries.</summary>
    public static IReadOnlyList<string> Mentioned(AppHostValue value) => value switch
    {
        ResourceValue resource => [resource.Name],
        EndpointValue endpoint => [endpoint.Resource],
        TextValue text => text.Mentions,
        _ => [],
    };

    /// <summary>The text a value has in an expression; null when it is not known.</summary>
    public static string? Rendered(AppHostValue value) => value switch
    {
        TextValue text => text.Text,
        NumberValue number => number.Number.ToString(CultureInfo.InvariantCulture),
        EndpointValue endpoint => "http://" + endpoint.Resource,
        ParameterValue parameter => parameter.Text,
        TruthValue truth => truth.Truth ? "True" : "False",
        _ => null,
    };

    public AppHostValue Call(AppHostValue receiver, string method, TypeSyntax? typeArgument, List<AppHostArgument> arguments, SyntaxNode call, SyntaxNode place, AppHostEvaluator evaluator)
    {
        switch (receiver)
        {
            case BuilderValue:
                return OnBuilder(method, typeArgument, arguments, place, evaluator);
            case ExecutionContextValue:
                return method is "IsDevelopment" ? new TruthValue(false) : method is "IsProduction" ? new TruthValue(true) : AppHostValue.Unknown;
            case ResourceValue resource:
                return OnResource(resource, method, arguments, place, evaluator);
            case EndpointValue endpoint:
                return method is "Property" ? new TextValue(null, [endpoint.Resource]) : endpoint;
            case EnvironmentContextValue environment when method is "Add" or "TryAdd" or "set_Item" && arguments is [{ Value.Constant: { } key }, var added]:
                SetVariable(environment.Resource, key, added.Value, place);
                return AppHostValue.Unknown;
            case GatewayValue gateway:
                return OnGateway(gateway, method, arguments, place);
            case RouteValue route:
                return OnRoute(route, method, arguments);
            case ListValue list when method is "ForEach" && arguments is [{ Value: LambdaValue action }]:
                foreach (var item in list.Items)
                {
                    evaluator.Invoke(action, item);
                }

                return AppHostValue.Unknown;
            default:
                // ReferenceExpression.Create($"...") is its text.
                return method is "Create" && arguments is [{ Value: TextValue text }] && call.ToString().StartsWith("ReferenceExpression", StringComparison.Ordinal) ? text : AppHostValue.Unknown;
        }
    }

    /// <summary>An environment variable of a service.</summary>
    public void SetVariable(string service, string variable, AppHostValue value, SyntaxNode place)
    {
        if (!deployment.Services.TryGetValue(service, out var draft))
        {
            return;
        }

        var key = Flattening.KeyOfVariable(variable);
        var evidence = At(place);
        draft.Values.Add(new DraftValue(key, Rendered(value), ConfigurationSource.AppHost, null, evidence));
        var name = key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) ? key["ConnectionStrings:".Length..] : null;
        foreach (var target in Mentioned(value).Distinct(StringComparer.Ordinal))
        {
            deployment.Links.Add(new LinkDraft(service, target, ReferenceKind.Declared, name, key, evidence));
        }
    }

    /// <summary>Routes whose chains of calls are read to their ends.</summary>
    public void PublishRoutes()
    {
        foreach (var route in routes)
        {
            var name = routes.Where(other => other.Gateway == route.Gateway).ToList().IndexOf(route).ToString(CultureInfo.InvariantCulture);
            deployment.Routes.Add((route.Gateway, new RouteDraft(name, route.Path, route.Methods, [], route.TargetPath, [.. route.Targets.Select(target => "http://" + target)], null, route.Evidence)));
        }
    }

    private AppHostValue OnBuilder(string method, TypeSyntax? typeArgument, List<AppHostArgument> arguments, SyntaxNode place, AppHostEvaluator evaluator)
    {
        if (!method.StartsWith("Add", StringComparison.Ordinal) || AspireResources.AddsNothing(method))
        {
            return method is "CreateResourceBuilder" && arguments is [{ Value: ResourceValue same }] ? same : AppHostValue.Unknown;
        }

        if (Argument(arguments, "name", 0)?.Constant is not { Length: > 0 } name)
        {
            return AppHostValue.Unknown;
        }

        var second = arguments.Count > 1 ? arguments[1].Value : AppHostValue.Unknown;
        switch (method)
        {
            case "AddParameter" or "AddParameterFromConfiguration":
                var isSecret = arguments.Exists(argument => argument is { Name: "secret", Value: TruthValue { Truth: true } });
                return new ParameterValue(isSecret ? null : settings.GetValueOrDefault("Parameters:" + name) ?? second.Constant);
            case "AddConnectionString":
                return AddResource(name, ResourceKind.Unknown, null, place, resource => resource.Connection = settings.GetValueOrDefault("ConnectionStrings:" + name) ?? second.Constant);
            case "AddExternalService":
                var url = second is ParameterValue parameter ? parameter.Text : second.Constant;
                return AddExternal(name, url, place);
            case "AddProject" or "AddAzureFunctionsProject" or "AddCSharpApp":
                return AddProject(name, typeArgument, second.Constant, place);
            case "AddContainer" or "AddDockerfile" or "AddDockerfileBuilder" or "AddYarp":
                return AddContainer(name, method, arguments, second.Constant, place);
        }

        if (AspireResources.IsExecutable(method))
        {
            return AddService(name, ServiceKind.Executable, place, _ => { });
        }

        // A name that is read as such is one; what else a package adds is kept with its kind unknown.
        var (kind, engine) = AspireResources.Added(method);
        var result = AddResource(name, kind, engine, place, _ => { });
        RunConfigurators(result, method, arguments, evaluator);
        return result;
    }

    private AppHostValue OnResource(ResourceValue resource, string method, List<AppHostArgument> arguments, SyntaxNode place, AppHostEvaluator evaluator)
    {
        deployment.Services.TryGetValue(resource.Name, out var service);
        switch (method)
        {
            case "GetEndpoint":
                return new EndpointValue(resource.Name);
            case "GetConnectionStringAsync" or "GetConnectionProperty":
                return new TextValue(null, [resource.Name]);
            case "WithReference":
                AddReference(resource.Name, arguments, place);
                return resource;
            case "WaitFor" or "WaitForStart" or "WaitForCompletion":
                foreach (var target in arguments.Take(1).SelectMany(argument => Mentioned(argument.Value)))
                {
                    deployment.Links.Add(new LinkDraft(resource.Name, target, ReferenceKind.StartOrder, null, null, At(place)));
                }

                return resource;
            case "WithReplicas" when service is not null && arguments is [{ Value: NumberValue replicas }]:
                service.Instances = replicas.Number;
                return resource;
            case "WithEnvironment":
                if (arguments is [{ Value: LambdaValue callback }])
                {
                    evaluator.Invoke(callback, new EnvironmentContextValue(resource.Name));
                }
                else if (arguments is [{ Value.Constant: { } variable }, var value, ..])
                {
                    SetVariable(resource.Name, variable, value.Value is LambdaValue lambda ? evaluator.Invoke(lambda) : value.Value, place);
                }

                return resource;
            case "WithHttpEndpoint" or "WithHttpsEndpoint" or "WithEndpoint":
                if (Argument(arguments, "port", method is "WithEndpoint" ? -1 : 0) is NumberValue port)
                {
                    Hosts(resource.Name)?.Add(string.Create(CultureInfo.InvariantCulture, $"localhost:{port.Number}"));
                }

                return resource;
            case "WithDaprSidecar" when arguments is [{ Value.Constant: { Length: > 0 } appId }]:
                service?.Hosts.Add(appId.ToLowerInvariant());
                return resource;
            case "WithConfiguration" when arguments is [{ Value: LambdaValue gateway }]:
                evaluator.Invoke(gateway, new GatewayValue(resource.Name));
                return resource;
        }

        if (method.StartsWith("Add", StringComparison.Ordinal) && service is null && deployment.Resources.TryGetValue(resource.Name, out var server) && Argument(arguments, "name", 0)?.Constant is { Length: > 0 } name)
        {
            var (kind, engine) = AspireResources.AddedTo(method, server.Kind, server.Engine);
            return AddResource(name, kind, engine, place, child =>
            {
                child.Parent = server.Name;
                child.Database = arguments.Skip(1).Select(argument => argument.Value.Constant).FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? name;
            });
        }

        RunConfigurators(resource, method, arguments, evaluator);
        return resource;
    }

    // RunAsContainer(c => c.With...()) and its like configure the same resource in another shape.
    private static void RunConfigurators(AppHostValue resource, string method, List<AppHostArgument> arguments, AppHostEvaluator evaluator)
    {
        var isSame = method.StartsWith("RunAs", StringComparison.Ordinal) || method.StartsWith("PublishAs", StringComparison.Ordinal) || method.StartsWith("As", StringComparison.Ordinal);
        foreach (var lambda in arguments.Select(argument => argument.Value).OfType<LambdaValue>())
        {
            evaluator.Invoke(lambda, isSame ? resource : AppHostValue.Unknown);
        }
    }

    private void AddReference(string from, List<AppHostArgument> arguments, SyntaxNode place)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        // WithReference("name", new Uri("https://...")): a service of that name somewhere else.
        if (arguments is [{ Value.Constant: { Length: > 0 } external }, { Value.Constant: { } url }, ..])
        {
            AddExternal(external, url, place);
            deployment.Links.Add(new LinkDraft(from, external, ReferenceKind.Declared, null, $"services:{external}:default:0", At(place)));
            return;
        }

        foreach (var target in Mentioned(arguments[0].Value))
        {
            var isResource = deployment.Resources.TryGetValue(target, out var resource) && resource.Kind is not ResourceKind.ThirdParty || (resource is not null && resource.Hosts.Count == 0);
            var name = isResource ? Argument(arguments, "connectionName", 1)?.Constant ?? target : null;
            var key = isResource ? "ConnectionStrings:" + name : $"services:{target}:http:0";
            deployment.Links.Add(new LinkDraft(from, target, ReferenceKind.Declared, name, key, At(place)));
        }
    }

    private AppHostValue OnGateway(GatewayValue gateway, string method, List<AppHostArgument> arguments, SyntaxNode place)
    {
        switch (method)
        {
            case "AddCluster":
                return new ClusterValue([.. arguments.SelectMany(argument => Mentioned(argument.Value)).Distinct(StringComparer.Ordinal)]);
            case "AddRoute" when arguments.Count > 0:
                var path = arguments[0].Value.Constant;
                var target = path is null ? arguments[0].Value : arguments.Count > 1 ? arguments[1].Value : AppHostValue.Unknown;
                var targets = target is ClusterValue cluster ? cluster.Targets : Mentioned(target);
                var route = new AppHostRoute(gateway.Resource, PathTemplates.Rooted(path ?? "/{**catchall}"), targets, At(place));
                routes.Add(route);
                return new RouteValue(route);
            default:
                return AppHostValue.Unknown;
        }
    }

    private static RouteValue OnRoute(RouteValue value, string method, List<AppHostArgument> arguments)
    {
        var route = value.Route;
        var text = arguments.Count > 0 ? arguments[0].Value.Constant : null;
        switch (method)
        {
            case "WithTransformPathRemovePrefix" when text is not null:
                route.TargetPath = PathTemplates.WithoutPrefix(route.TargetPath, text);
                break;
            case "WithTransformPathPrefix" when text is not null:
                route.TargetPath = PathTemplates.WithPrefix(route.TargetPath, text);
                break;
            case "WithTransformPathSet" or "WithTransformPathRouteValues" when text is not null:
                route.TargetPath = PathTemplates.Rooted(text);
                break;
            case "WithMatchMethods":
                route.Methods = [.. arguments.Select(argument => argument.Value.Constant?.ToUpperInvariant()).OfType<string>().Order(StringComparer.Ordinal)];
                break;
        }

        return value;
    }

    private AppHostValue AddProject(string name, TypeSyntax? type, string? path, SyntaxNode place)
    {
        var project = type is not null
            ? projects.ByIdentifier(type.ToString().Split('.')[^1], folder)
            : path is null ? null : projects.ByPath(Paths.Combine(folder, path)) ?? projects.InFolder(Paths.Combine(folder, path));
        return AddService(name, ServiceKind.Project, place, service => service.ProjectPath = project?.Path);
    }

    private AppHostValue AddContainer(string name, string method, List<AppHostArgument> arguments, string? second, SyntaxNode place)
    {
        TopologyProject? project = null;
        string? image = null;
        if (method is "AddDockerfile" or "AddDockerfileBuilder" && second is not null)
        {
            var buildContext = Paths.Combine(folder, second);
            var path = Paths.Combine(buildContext, Argument(arguments, "dockerfilePath", 2)?.Constant ?? "Dockerfile");
            project = context.Find(path) is { } file ? projects.ByDockerfile(Dockerfile.Parse(file), buildContext) : projects.InFolder(buildContext);
        }
        else if (method is "AddContainer" && second is not null)
        {
            image = Argument(arguments, "tag", 2)?.Constant is { Length: > 0 } tag ? second + ":" + tag : second;
            if (ContainerImages.Classify(image) is var (kind, engine))
            {
                return AddResource(name, kind, engine, place, resource => resource.Image = image);
            }

            project = projects.ByImage(image);
        }

        return AddService(name, project is null ? ServiceKind.Container : ServiceKind.Project, place, service =>
        {
            service.ProjectPath = project?.Path;
            service.Image = image;
        });
    }

    private AppHostValue AddExternal(string name, string? url, SyntaxNode place) =>
        AddResource(name, ResourceKind.ThirdParty, null, place, resource =>
        {
            if (NetworkAddress.Parse(url) is { IsWildcard: false } address)
            {
                resource.Hosts.Add(address.Authority);
                resource.Hosts.Add(address.IsLoopback ? address.Authority : address.Host);
            }
        });

    private ResourceValue AddService(string name, ServiceKind kind, SyntaxNode place, Action<ServiceDraft> describe)
    {
        if (!deployment.Services.ContainsKey(name) && !deployment.Resources.ContainsKey(name))
        {
            var service = new ServiceDraft(name, kind, At(place));
            service.Hosts.Add(name.ToLowerInvariant());
            describe(service);
            deployment.Services.Add(name, service);
        }

        return new ResourceValue(name);
    }

    private ResourceValue AddResource(string name, string kind, string? engine, SyntaxNode place, Action<ResourceDraft> describe)
    {
        if (deployment.Resources.TryGetValue(name, out var present))
        {
            // The other branch of a condition may know more.
            present.Kind = present.Kind == ResourceKind.Unknown ? kind : present.Kind;
            present.Engine ??= engine;
        }
        else if (!deployment.Services.ContainsKey(name))
        {
            var resource = new ResourceDraft(name, kind, engine, At(place));
            resource.Hosts.Add(name.ToLowerInvariant());
            describe(resource);
            deployment.Resources.Add(name, resource);
        }

        return new ResourceValue(name);
    }

    private SortedSet<string>? Hosts(string name) =>
        deployment.Services.TryGetValue(name, out var service) ? service.Hosts : deployment.Resources.GetValueOrDefault(name)?.Hosts;

    private static AppHostValue? Argument(List<AppHostArgument> arguments, string name, int position) =>
        arguments.Find(argument => argument.Name == name)?.Value
        ?? (position >= 0 && position < arguments.Count && arguments[position].Name is null ? arguments[position].Value : null);

    private static Evidence At(SyntaxNode place)
    {
        var span = place.SyntaxTree.GetLineSpan(place.Span);
        return new Evidence(span.Path, span.StartLinePosition.Line + 1);
    }
}
