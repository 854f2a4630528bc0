using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

internal sealed partial class BodyReader
{
    /// <summary>The task behind ConfigureAwait and AsTask, which only say how to wait for it; null for any other call.</summary>
    private static IOperation? SeenThrough(IOperation? operation)
    {
        if (operation is not IInvocationOperation call || call.TargetMethod.Name is not ("ConfigureAwait" or "AsTask")
            || call.TargetMethod.ContainingType is not { } type
            || !(type.Name is "Task" or "ValueTask" or "TaskAsyncEnumerableExtensions" && SourceContext.IsThreadingTasks(type.ContainingNamespace)
                || type.Name is "ConfiguredCancelableAsyncEnumerable"))
            return null;
        return call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
    }

    private Operand VisitAwait(IAwaitOperation await)
    {
        var task = Visit(await.Operation);
        if (IsMadeByCall(await.Operation))
            return task;
        _steps.Add(new AwaitNode(task, await.Syntax is AwaitExpressionSyntax written ? At(written.AwaitKeyword) : At(await.Syntax)));
        return new AwaitedOperand(task);
    }

    /// <summary>Whether the value is that of calls written right there, which carry <see cref="AwaitMode.Awaited"/> themselves.</summary>
    private bool IsMadeByCall(IOperation? operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IInvocationOperation call:
                    if (SeenThrough(call) is not { } inner)
                        return true;
                    operation = inner;
                    break;
                case IConditionalAccessOperation access:
                    operation = access.WhenNotNull;
                    break;
                case IConditionalOperation choice:
                    return IsMadeByCall(choice.WhenTrue) || IsMadeByCall(choice.WhenFalse);
                case ICoalesceOperation coalesce:
                    return IsMadeByCall(coalesce.Value) || IsMadeByCall(coalesce.WhenNull);
                case ISwitchExpressionOperation choice:
                    foreach (var arm in choice.Arms)
                    {
                        if (IsMadeByCall(arm.Value))
                            return true;
                    }
                    return false;
                case IPropertyReferenceOperation property:
                    return (_context.Auto(property.Property) & AutoAccessors.Get) == 0;
                case IObjectCreationOperation or IDynamicInvocationOperation or IFunctionPointerInvocationOperation or IDynamicMemberReferenceOperation:
                    return true;
                case IInvalidOperation invalid:
                    return invalid.Syntax is InvocationExpressionSyntax;
                default:
                    return false;
            }
        }
    }

    /// <summary>What becomes of the value of a call.</summary>
    private AwaitMode ModeOf(IOperation call, ITypeSymbol? type)
    {
        var isTask = _context.IsTaskLike(type);
        var current = call;
        while (true)
        {
            var parent = current.Parent;
            switch (parent)
            {
                case IAwaitOperation:
                    return AwaitMode.Awaited;
                case IConversionOperation:
                case ICoalesceOperation:
                    break;
                case IConditionalOperation choice when choice.Type is not null && choice.Condition != current:
                    break;
                case IConditionalAccessOperation access when access.WhenNotNull == current:
                    break;
                case ISwitchExpressionArmOperation arm when arm.Value == current:
                    parent = arm.Parent;
                    break;
                case IInvocationOperation outer when outer.Instance == current && SeenThrough(outer) is not null:
                    break;
                case IArgumentOperation { Parent: IInvocationOperation outer } when outer.Instance is null && SeenThrough(outer) == current:
                    parent = outer;
                    break;
                case null:
                    return isTask ? AwaitMode.Stored : AwaitMode.None;
                default:
                    return isTask ? EndOf(current, parent) : AwaitMode.None;
            }
            current = parent!;
        }
    }

    private static AwaitMode EndOf(IOperation value, IOperation user) => user switch
    {
        IReturnOperation { Kind: OperationKind.Return } => AwaitMode.Returned,
        IExpressionStatementOperation => AwaitMode.Discarded,
        ISimpleAssignmentOperation { Target: IDiscardOperation } assignment when assignment.Value == value => AwaitMode.Discarded,
        // A discarding arrow: `Action a = () => DoAsync();` and expression-bodied void members.
        IBlockOperation => AwaitMode.Discarded,
        _ => AwaitMode.Stored,
    };
}
