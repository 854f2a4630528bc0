using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScaleLint.Topology.Aspire;

/// <summary>
/// Follows an AppHost's statements by syntax: locals, constants, helper methods, branches whose condition is not known taken
/// both ways. What it does not understand is unknown and stays without effect.
/// </summary>
internal sealed class AppHostEvaluator(AppHostSyntax syntax, AppHostCalls calls)
{
    private const int MaximumDepth = 24;
    private const int MaximumSteps = 200_000;
    private const int MaximumRounds = 64;

    private int depth;
    private int steps;

    public void Run()
    {
        var scope = new AppHostScope(null);
        switch (syntax.Entry)
        {
            case CompilationUnitSyntax unit:
                var statements = unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement).ToList();
                Execute(statements, scope);
                break;
            case BlockSyntax block:
                Execute(block, scope);
                break;
        }
    }

    /// <summary>Runs a lambda with its parameters bound, the missing ones unknown.</summary>
    public AppHostValue Invoke(LambdaValue lambda, params AppHostValue[] arguments)
    {
        var names = lambda.Syntax switch
        {
            SimpleLambdaExpressionSyntax simple => [simple.Parameter.Identifier.ValueText],
            ParenthesizedLambdaExpressionSyntax parenthesized => parenthesized.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText).ToList(),
            _ => [],
        };
        var scope = new AppHostScope(lambda.Scope);
        for (var i = 0; i < names.Count; i++)
        {
            scope.Declare(names[i], i < arguments.Length ? arguments[i] : AppHostValue.Unknown);
        }

        return Body(lambda.Syntax.Body, scope);
    }

    private AppHostValue Body(SyntaxNode body, AppHostScope scope)
    {
        if (depth >= MaximumDepth)
        {
            return AppHostValue.Unknown;
        }

        depth++;
        try
        {
            if (body is ExpressionSyntax expression)
            {
                return Evaluate(expression, scope);
            }

            Execute((StatementSyntax)body, scope);
            return scope.Returned ?? AppHostValue.Unknown;
        }
        finally
        {
            depth--;
        }
    }

    private void Execute(IReadOnlyList<StatementSyntax> statements, AppHostScope scope)
    {
        foreach (var function in statements.OfType<LocalFunctionStatementSyntax>())
        {
            scope.Declare(function);
        }

        foreach (var statement in statements)
        {
            Execute(statement, scope);
        }
    }

    private void Execute(StatementSyntax? statement, AppHostScope scope)
    {
        if (++steps > MaximumSteps)
        {
            return;
        }

        switch (statement)
        {
            case BlockSyntax block:
                Execute(block.Statements, scope);
                break;
            case LocalDeclarationStatementSyntax local:
                Declare(local.Declaration, scope);
                break;
            case ExpressionStatementSyntax expression:
                Evaluate(expression.Expression, scope);
                break;
            case ReturnStatementSyntax result:
                var value = result.Expression is null ? AppHostValue.Unknown : Evaluate(result.Expression, scope);
                scope.Returned ??= value;
                break;
            case IfStatementSyntax branch:
                var condition = Evaluate(branch.Condition, scope);
                if (condition is not TruthValue { Truth: false })
                {
                    Execute(branch.Statement, scope);
                }

                if (condition is not TruthValue { Truth: true })
                {
                    Execute(branch.Else?.Statement, scope);
                }

                break;
            case ForEachStatementSyntax each:
                var items = Evaluate(each.Expression, scope) is ListValue list ? list.Items.Take(MaximumRounds) : [AppHostValue.Unknown];
                foreach (var item in items)
                {
                    scope.Declare(each.Identifier.ValueText, item);
                    Execute(each.Statement, scope);
                }

                break;
            case ForStatementSyntax loop:
                ExecuteFor(loop, scope);
                break;
            case UsingStatementSyntax use:
                if (use.Declaration is { } declaration)
                {
                    Declare(declaration, scope);
                }

                Execute(use.Statement, scope);
                break;
            case TryStatementSyntax attempt:
                Execute(attempt.Block, scope);
                break;
            case SwitchStatementSyntax choice:
                foreach (var section in choice.Sections)
                {
                    Execute(section.Statements, scope);
                }

                break;
            case WhileStatementSyntax { Statement: var body }:
                Execute(body, scope);
                break;
        }
    }

    private void ExecuteFor(ForStatementSyntax loop, AppHostScope scope)
    {
        if (loop.Declaration is { } declaration)
        {
            Declare(declaration, scope);
        }

        var counter = loop.Declaration?.Variables.FirstOrDefault()?.Identifier.ValueText;
        for (var round = 0; round < MaximumRounds; round++)
        {
            var goesOn = loop.Condition is null ? AppHostValue.Unknown : Evaluate(loop.Condition, scope);
            if (goesOn is TruthValue { Truth: false } || (goesOn is not TruthValue && round > 0))
            {
                return;
            }

            Execute(loop.Statement, scope);
            if (counter is null || scope.Find(counter) is not NumberValue number)
            {
                return;
            }

            scope.Assign(counter, new NumberValue(number.Number + 1));
        }
    }

    private void Declare(VariableDeclarationSyntax declaration, AppHostScope scope)
    {
        foreach (var variable in declaration.Variables)
        {
            scope.Declare(variable.Identifier.ValueText, variable.Initializer is { } initializer ? Evaluate(initializer.Value, scope) : AppHostValue.Unknown);
        }
    }

    public AppHostValue Evaluate(ExpressionSyntax expression, AppHostScope scope)
    {
        if (++steps > MaximumSteps)
        {
            return AppHostValue.Unknown;
        }

        switch (expression)
        {
            case LiteralExpressionSyntax literal:
                return literal.Token.Value switch
                {
                    string text => TextValue.Of(text),
                    int number => new NumberValue(number),
                    bool truth => new TruthValue(truth),
                    _ => AppHostValue.Unknown,
                };
            case InterpolatedStringExpressionSyntax interpolated:
                return Interpolated(interpolated, scope);
            case IdentifierNameSyntax name:
                return scope.Find(name.Identifier.ValueText) ?? Constant(name.Identifier.ValueText);
            case MemberAccessExpressionSyntax member:
                return Member(member, scope);
            case InvocationExpressionSyntax invocation:
                return Invocation(invocation, scope);
            case AssignmentExpressionSyntax assignment:
                return Assign(assignment, scope);
            case ConditionalExpressionSyntax choice:
                return Choose(Evaluate(choice.Condition, scope), choice, scope);
            case ParenthesizedExpressionSyntax inner:
                return Evaluate(inner.Expression, scope);
            case AwaitExpressionSyntax awaited:
                return Evaluate(awaited.Expression, scope);
            case CastExpressionSyntax cast:
                return Evaluate(cast.Expression, scope);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiving:
                return Evaluate(forgiving.Operand, scope);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Evaluate(not.Operand, scope) is TruthValue operand ? new TruthValue(!operand.Truth) : AppHostValue.Unknown;
            case BinaryExpressionSyntax binary:
                return Binary(binary, scope);
            case AnonymousFunctionExpressionSyntax lambda:
                return new LambdaValue(lambda, scope);
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var only] }:
                return Evaluate(only.Expression, scope) is TextValue wrapped ? wrapped : AppHostValue.Unknown;
            case ImplicitArrayCreationExpressionSyntax array:
                return new ListValue([.. array.Initializer.Expressions.Select(item => Evaluate(item, scope))]);
            case ArrayCreationExpressionSyntax { Initializer: { } initializer }:
                return new ListValue([.. initializer.Expressions.Select(item => Evaluate(item, scope))]);
            case CollectionExpressionSyntax collection:
                return new ListValue([.. collection.Elements.OfType<ExpressionElementSyntax>().Select(item => Evaluate(item.Expression, scope))]);
            case TupleExpressionSyntax tuple:
                return new ListValue([.. tuple.Arguments.Select(item => Evaluate(item.Expression, scope))]);
            case SwitchExpressionSyntax arms:
                return arms.Arms.Select(arm => Evaluate(arm.Expression, scope)).ToList() is { } values ? values.Find(value => value is ResourceValue) ?? AppHostValue.Unknown : AppHostValue.Unknown;
            default:
                return AppHostValue.Unknown;
        }
    }

    private AppHostValue Constant(string name) =>
        syntax.Constants.TryGetValue(name, out var value) && value is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax or BinaryExpressionSyntax or MemberAccessExpressionSyntax
            ? Evaluate(value, new AppHostScope(null))
            : AppHostValue.Unknown;

    private TextValue Interpolated(InterpolatedStringExpressionSyntax expression, AppHostScope scope)
    {
        var text = "";
        var isKnown = true;
        var mentions = new List<string>();
        foreach (var part in expression.Contents)
        {
            if (part is InterpolatedStringTextSyntax literal)
            {
                text += literal.TextToken.ValueText;
                continue;
            }

            var value = Evaluate(((InterpolationSyntax)part).Expression, scope);
            mentions.AddRange(AppHostCalls.Mentioned(value));
            text += AppHostCalls.Rendered(value);
            isKnown &= AppHostCalls.Rendered(value) is not null;
        }

        return new TextValue(isKnown ? text : null, mentions);
    }

    private AppHostValue Member(MemberAccessExpressionSyntax member, AppHostScope scope)
    {
        var name = member.Name.Identifier.ValueText;
        var receiver = Evaluate(member.Expression, scope);
        switch (receiver)
        {
            case BuilderValue when name is "ExecutionContext" or "Environment":
                return new ExecutionContextValue();
            case ExecutionContextValue when name is "IsPublishMode":
                return new TruthValue(true);
            case ExecutionContextValue when name is "IsRunMode":
                return new TruthValue(false);
            case ResourceValue resource when name is "Name":
                return TextValue.Of(resource.Name);
            case ResourceValue resource when name is "ConnectionStringExpression" or "UriExpression" or "PrimaryEndpoint":
                return new TextValue(null, [resource.Name]);
            case ResourceValue when name is "Resource":
                return receiver;
            case EnvironmentContextValue when name is "EnvironmentVariables":
                return receiver;
            case not null when receiver != AppHostValue.Unknown:
                return receiver is EndpointValue ? receiver : AppHostValue.Unknown;
            default:
                return Constant(member.Expression + "." + name);
        }
    }

    private AppHostValue Assign(AssignmentExpressionSyntax assignment, AppHostScope scope)
    {
        var value = Evaluate(assignment.Right, scope);
        switch (assignment.Left)
        {
            case IdentifierNameSyntax name:
                scope.Assign(name.Identifier.ValueText, value);
                break;
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: [var key] } element
                when Evaluate(element.Expression, scope) is EnvironmentContextValue context && Evaluate(key.Expression, scope).Constant is { } variable:
                calls.SetVariable(context.Resource, variable, value, element);
                break;
        }

        return value;
    }

    private AppHostValue Choose(AppHostValue condition, ConditionalExpressionSyntax choice, AppHostScope scope)
    {
        if (condition is TruthValue known)
        {
            return Evaluate(known.Truth ? choice.WhenTrue : choice.WhenFalse, scope);
        }

        var first = Evaluate(choice.WhenTrue, scope);
        var second = Evaluate(choice.WhenFalse, scope);
        return first is ResourceValue or EndpointValue ? first : second is ResourceValue or EndpointValue ? second : AppHostValue.Unknown;
    }

    private AppHostValue Binary(BinaryExpressionSyntax binary, AppHostScope scope)
    {
        var left = Evaluate(binary.Left, scope);
        var right = Evaluate(binary.Right, scope);
        return (binary.Kind(), left, right) switch
        {
            (SyntaxKind.AddExpression, TextValue or NumberValue, TextValue or NumberValue) when left is TextValue || right is TextValue =>
                new TextValue(AppHostCalls.Rendered(left) is { } start && AppHostCalls.Rendered(right) is { } end ? start + end : null, [.. AppHostCalls.Mentioned(left), .. AppHostCalls.Mentioned(right)]),
            (SyntaxKind.CoalesceExpression, _, _) => left == AppHostValue.Unknown ? right : left,
            (SyntaxKind.LogicalAndExpression, TruthValue { Truth: false }, _) or (SyntaxKind.LogicalAndExpression, _, TruthValue { Truth: false }) => new TruthValue(false),
            (SyntaxKind.LogicalAndExpression, TruthValue, TruthValue) => new TruthValue(true),
            (SyntaxKind.LogicalOrExpression, TruthValue { Truth: true }, _) or (SyntaxKind.LogicalOrExpression, _, TruthValue { Truth: true }) => new TruthValue(true),
            (SyntaxKind.LogicalOrExpression, TruthValue, TruthValue) => new TruthValue(false),
            (SyntaxKind.LessThanExpression, NumberValue low, NumberValue high) => new TruthValue(low.Number < high.Number),
            (SyntaxKind.LessThanOrEqualExpression, NumberValue low, NumberValue high) => new TruthValue(low.Number <= high.Number),
            _ => AppHostValue.Unknown,
        };
    }

    private AppHostValue Invocation(InvocationExpressionSyntax invocation, AppHostScope scope)
    {
        var receiver = AppHostValue.Unknown;
        SimpleNameSyntax name;
        var typeName = "";
        switch (invocation.Expression)
        {
            case MemberAccessExpressionSyntax member:
                receiver = Evaluate(member.Expression, scope);
                name = member.Name;
                typeName = member.Expression.ToString();
                break;
            case SimpleNameSyntax simple:
                name = simple;
                break;
            default:
                return AppHostValue.Unknown;
        }

        var method = name.Identifier.ValueText;
        if (method == "nameof" && invocation.ArgumentList.Arguments is [var named])
        {
            return TextValue.Of(named.Expression.ToString().Split('.')[^1]);
        }

        if (method == "CreateBuilder" && typeName.EndsWith("DistributedApplication", StringComparison.Ordinal))
        {
            return new BuilderValue();
        }

        var arguments = invocation.ArgumentList.Arguments.Select(argument => new AppHostArgument(argument.NameColon?.Name.Identifier.ValueText, Evaluate(argument.Expression, scope))).ToList();
        if (invocation.Expression is SimpleNameSyntax && scope.FindFunction(method) is var (function, outer) && ((SyntaxNode?)function.Body ?? function.ExpressionBody?.Expression) is { } body)
        {
            return Call(new AppHostMethod(method, "", null, [.. function.ParameterList.Parameters], body), null, arguments, outer);
        }

        if (syntax.Methods.Find(candidate => candidate.Name == method && Accepts(candidate, receiver, typeName, arguments)) is { } helper)
        {
            return Call(helper, helper.Receiver is null ? null : receiver, arguments, null);
        }

        return calls.Call(receiver, method, name is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments.FirstOrDefault() : null, arguments, invocation, name, this);
    }

    private AppHostValue Call(AppHostMethod method, AppHostValue? receiver, List<AppHostArgument> arguments, AppHostScope? outer)
    {
        var scope = new AppHostScope(outer);
        if (method.Receiver is { } self && receiver is not null)
        {
            scope.Declare(self.Identifier.ValueText, receiver);
        }

        for (var i = 0; i < method.Parameters.Count; i++)
        {
            var parameter = method.Parameters[i];
            var name = parameter.Identifier.ValueText;
            var value = arguments.Find(argument => argument.Name == name)?.Value
                ?? (i < arguments.Count && arguments[i].Name is null ? parameter.Modifiers.Any(SyntaxKind.ParamsKeyword) && arguments[i].Value is not ListValue ? new ListValue([.. arguments.Skip(i).Select(argument => argument.Value)]) : arguments[i].Value : null)
                ?? (parameter.Default is { } preset ? Evaluate(preset.Value, scope) : AppHostValue.Unknown);
            scope.Declare(name, value);
        }

        return Body(method.Body, scope);
    }

    // Overloads are told apart by what syntax shows: how many arguments, text or resource.
    private static bool Accepts(AppHostMethod method, AppHostValue receiver, string typeName, List<AppHostArgument> arguments)
    {
        var isInstance = receiver is BuilderValue or ResourceValue or EndpointValue or ListValue or GatewayValue;
        if (isInstance != method.Receiver is not null || (!isInstance && typeName.Length > 0 && typeName.Split('.')[^1] != method.Type))
        {
            return false;
        }

        if (isInstance && method.Receiver!.Type?.ToString() is { } self
            && (self.Contains("IDistributedApplicationBuilder", StringComparison.Ordinal) ? receiver is not BuilderValue : receiver is BuilderValue))
        {
            return false;
        }

        var required = method.Parameters.Count(parameter => parameter.Default is null && !parameter.Modifiers.Any(SyntaxKind.ParamsKeyword));
        var isOpen = method.Parameters.Any(parameter => parameter.Modifiers.Any(SyntaxKind.ParamsKeyword));
        if (arguments.Count < required || (arguments.Count > method.Parameters.Count && !isOpen))
        {
            return false;
        }

        return !arguments.Where((argument, i) => argument.Name is null && i < method.Parameters.Count && Contradicts(argument.Value, method.Parameters[i].Type?.ToString() ?? "")).Any();
    }

    private static bool Contradicts(AppHostValue value, string type) => value switch
    {
        TextValue => type.Contains("IResourceBuilder", StringComparison.Ordinal) || type is "int" or "bool",
        NumberValue => type is "string" or "bool" || type.Contains("IResourceBuilder", StringComparison.Ordinal),
        ResourceValue => type is "string" or "int" or "bool",
        _ => false,
    };
}

/// <summary>An argument with its name, if the call states one.</summary>
internal sealed record AppHostArgument(string? Name, AppHostValue Value);
