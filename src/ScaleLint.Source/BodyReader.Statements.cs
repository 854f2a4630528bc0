using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;
using BranchKind = ScaleLint.Graph.Facts.BranchKind;

namespace ScaleLint.Source;

internal sealed partial class BodyReader
{
    private static bool IsStatement(OperationKind kind) => kind is
        OperationKind.Block or OperationKind.VariableDeclarationGroup or OperationKind.VariableDeclaration or OperationKind.VariableDeclarator
        or OperationKind.Switch or OperationKind.Loop or OperationKind.Labeled or OperationKind.Branch or OperationKind.Empty
        or OperationKind.Return or OperationKind.YieldReturn or OperationKind.YieldBreak or OperationKind.Lock or OperationKind.Try
        or OperationKind.Using or OperationKind.UsingDeclaration or OperationKind.ExpressionStatement or OperationKind.LocalFunction
        or OperationKind.MethodBody or OperationKind.ConstructorBody;

    private Operand VisitStatement(IOperation operation)
    {
        switch (operation)
        {
            case IBlockOperation block:
                VisitBlock(block.Operations, 0);
                break;
            case IExpressionStatementOperation expression:
                Visit(expression.Operation);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declaration in group.Declarations)
                    Visit(declaration);
                break;
            case IVariableDeclarationOperation declaration:
                foreach (var dimension in declaration.IgnoredDimensions)
                    Visit(dimension);
                foreach (var declarator in declaration.Declarators)
                    Declare(declarator, declaration.Initializer);
                break;
            case IVariableDeclaratorOperation declarator:
                Declare(declarator, null);
                break;
            case IReturnOperation { Kind: OperationKind.YieldReturn } yield:
                NoteYield();
                _steps.Add(new JumpNode(JumpKind.YieldReturn, Visit(yield.ReturnedValue), At(yield.Syntax)));
                break;
            case IReturnOperation { Kind: OperationKind.YieldBreak, IsImplicit: true }:
                break;
            case IReturnOperation { Kind: OperationKind.YieldBreak } yield:
                NoteYield();
                _steps.Add(new JumpNode(JumpKind.YieldBreak, null, At(yield.Syntax)));
                break;
            case IReturnOperation { ReturnedValue: null, IsImplicit: true }:
                break;
            case IReturnOperation returned:
                var value = returned.ReturnedValue is null ? null : Visit(returned.ReturnedValue);
                // `=> throw`, whose value has left already, returns nothing.
                if (returned.ReturnedValue is not IThrowOperation and not IConversionOperation { Operand: IThrowOperation })
                    _steps.Add(new JumpNode(JumpKind.Return, value, At(returned.Syntax)));
                break;
            case ISwitchOperation choice:
                VisitSwitch(choice);
                break;
            case ILoopOperation loop:
                VisitLoop(loop);
                break;
            case ILockOperation held:
                var target = Visit(held.LockedValue);
                _steps.Add(new LockNode(target, Capture(held.Body),
                    held.Syntax is LockStatementSyntax statement ? At(statement.LockKeyword) : At(held.Syntax)));
                break;
            case ITryOperation attempt:
                VisitTry(attempt);
                break;
            case IUsingOperation used:
                VisitUsing(used);
                break;
            case IUsingDeclarationOperation declaration:
                Visit(declaration.DeclarationGroup);
                break;
            case IBranchOperation branch:
                VisitBranch(branch);
                break;
            case ILocalFunctionOperation function:
                VisitLocalFunction(function);
                break;
            case IMethodBodyOperation body:
                Visit(body.BlockBody ?? body.ExpressionBody);
                break;
            case IConstructorBodyOperation body:
                // The implicit base call is the constructor reader's matter: older compilers have no operation for it.
                if (body.Initializer?.Syntax is ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax)
                    Visit(body.Initializer);
                Visit(body.BlockBody ?? body.ExpressionBody);
                break;
            default:
                VisitChildren(operation);
                break;
        }
        return UnknownOperand.Instance;
    }

    private void NoteYield()
    {
        if (_lambdaDepth == 0)
            Yields = true;
    }

    private void VisitBlock(IReadOnlyList<IOperation> operations, int start)
    {
        for (var i = start; i < operations.Count; i++)
        {
            var operation = operations[i];
            switch (operation)
            {
                case IUsingDeclarationOperation declaration:
                    VisitUsingDeclaration(declaration, operations, i + 1);
                    return;
                case ILabeledOperation label when LoopEnd(label.Label, operations, i) is var end && end >= 0:
                    VisitGotoLoop(label, operations, i, end);
                    i = end;
                    break;
                case IExpressionStatementOperation { Operation: IInvocationOperation enter } when i + 1 < operations.Count
                        && operations[i + 1] is ITryOperation { Catches.Length: 0 } guarded && IsMonitor(enter, "Enter") && ExitsMonitor(guarded.Finally):
                    VisitMonitor(enter, guarded);
                    i++;
                    break;
                case ITryOperation { Catches.Length: 0, Body.Operations: { Length: > 0 } inner } guarded
                        when inner[0] is IExpressionStatementOperation { Operation: IInvocationOperation enter } && IsMonitor(enter, "Enter") && ExitsMonitor(guarded.Finally):
                    var target = Visit(enter.Arguments[0].Value);
                    var mark = _steps.Count;
                    VisitBlock(inner, 1);
                    _steps.Add(new LockNode(target, Seal(mark), CallPosition(enter.Syntax)));
                    break;
                default:
                    Visit(operation);
                    break;
            }
        }
    }

    private static bool IsMonitor(IInvocationOperation call, string name) =>
        call.TargetMethod.Name == name && call.TargetMethod.ContainingType is { Name: "Monitor" } type && SourceContext.IsThreading(type.ContainingNamespace);

    private static bool ExitsMonitor(IBlockOperation? block)
    {
        if (block is null)
            return false;
        foreach (var statement in block.Operations)
        {
            var exit = statement is IConditionalOperation { WhenFalse: null } conditional ? Single(conditional.WhenTrue) : statement;
            if (exit is IExpressionStatementOperation { Operation: IInvocationOperation call } && IsMonitor(call, "Exit"))
                return true;
        }
        return false;
    }

    private static IOperation Single(IOperation operation) =>
        operation is IBlockOperation { Operations: { Length: 1 } operations } ? operations[0] : operation;

    private void VisitMonitor(IInvocationOperation enter, ITryOperation guarded)
    {
        var target = Visit(enter.Arguments[0].Value);
        _steps.Add(new LockNode(target, Capture(guarded.Body), CallPosition(enter.Syntax)));
    }

    private void Declare(IVariableDeclaratorOperation declarator, IVariableInitializerOperation? shared)
    {
        foreach (var argument in declarator.IgnoredArguments)
            Visit(argument);
        var initializer = declarator.Initializer ?? shared;
        var local = declarator.Symbol;
        if (local.IsConst)
            return;
        _references.Add(local.Type, declarator.Syntax);
        if (initializer is null)
            Local(local);
        else
            Define(local, Visit(initializer.Value));
    }

    private void VisitIf(IConditionalOperation choice)
    {
        var condition = Visit(choice.Condition);
        var whenTrue = Capture(choice.WhenTrue);
        var whenFalse = choice.WhenFalse is null ? Empty : Capture(choice.WhenFalse);
        if (!IsEmpty(whenTrue) || !IsEmpty(whenFalse))
            _steps.Add(new BranchNode(BranchKind.If, condition, [whenTrue, whenFalse], At(choice.Syntax.GetFirstToken())));
    }

    private void VisitSwitch(ISwitchOperation choice)
    {
        var value = Visit(choice.Value);
        var arms = new List<Node>(choice.Cases.Length + 1);
        var hasDefault = false;
        foreach (var section in choice.Cases)
        {
            Enter();
            var mark = _steps.Count;
            foreach (var clause in section.Clauses)
            {
                switch (clause)
                {
                    case IDefaultCaseClauseOperation:
                        hasDefault = true;
                        break;
                    case IPatternCaseClauseOperation pattern:
                        Match(pattern.Pattern, value);
                        Visit(pattern.Guard);
                        break;
                    case ISingleValueCaseClauseOperation single:
                        Visit(single.Value);
                        break;
                }
            }
            VisitBlock(section.Body, 0);
            _depth--;
            arms.Add(Seal(mark));
        }
        if (!hasDefault)
            arms.Add(Empty);
        if (arms.Exists(static arm => !IsEmpty(arm)))
            _steps.Add(new BranchNode(BranchKind.Switch, value, arms, At(choice.Syntax.GetFirstToken())));
    }

    private void VisitTry(ITryOperation attempt)
    {
        var body = Capture(attempt.Body);
        var catches = new List<CatchClause>(attempt.Catches.Length);
        foreach (var clause in attempt.Catches)
            catches.Add(VisitCatch(clause));
        var last = attempt.Finally is null ? null : Capture(attempt.Finally);
        if (IsEmpty(body) && (last is null || IsEmpty(last)) && catches.TrueForAll(static c => IsEmpty(c.Body)))
            return;
        _steps.Add(new TryNode(body, catches, last, At(attempt.Syntax.GetFirstToken())));
    }

    private CatchClause VisitCatch(ICatchClauseOperation clause)
    {
        var syntax = clause.Syntax as CatchClauseSyntax;
        Enter();
        var mark = _steps.Count;
        if (clause.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation variable)
            Define(variable.Symbol, new ComputedOperand("exception", []));
        if (syntax?.Declaration is { } declaration)
            _references.Add(clause.ExceptionType, declaration.Type);
        Visit(clause.Filter);
        Visit(clause.Handler);
        _depth--;
        return new CatchClause(
            syntax is { Declaration: null } ? null : _context.Names.Type(clause.ExceptionType),
            clause.Filter is not null,
            Seal(mark),
            At(clause.Syntax.GetFirstToken()));
    }

    private void VisitUsing(IUsingOperation used)
    {
        var mark = _steps.Count;
        if (used.Resources is IVariableDeclarationGroupOperation group)
        {
            var resources = Declare(group);
            var inner = _steps.Count;
            Enter();
            Visit(used.Body);
            _depth--;
            var at = At(used.Syntax.GetFirstToken());
            Wrap(resources, inner, used.IsAsynchronous, at);
            return;
        }
        if (IsEnterScope(used.Resources) is { } scope)
        {
            var target = Visit(scope.Instance);
            _steps.Add(new LockNode(target, Capture(used.Body), At(used.Syntax.GetFirstToken())));
            return;
        }
        var resource = Visit(used.Resources);
        _steps.Add(new UsingNode(resource, used.IsAsynchronous, Capture(used.Body), At(used.Syntax.GetFirstToken())));
    }

    private void VisitUsingDeclaration(IUsingDeclarationOperation used, IReadOnlyList<IOperation> rest, int start)
    {
        var resources = Declare(used.DeclarationGroup);
        var inner = _steps.Count;
        Enter();
        VisitBlock(rest, start);
        _depth--;
        Wrap(resources, inner, used.IsAsynchronous, At(used.Syntax.GetFirstToken()));
    }

    private List<(Operand Resource, bool IsLock)> Declare(IVariableDeclarationGroupOperation group)
    {
        var resources = new List<(Operand, bool)>();
        foreach (var declaration in group.Declarations)
        {
            foreach (var declarator in declaration.Declarators)
            {
                if (IsEnterScope(declarator.Initializer?.Value) is { } scope)
                {
                    resources.Add((Visit(scope.Instance), true));
                    continue;
                }
                Declare(declarator, declaration.Initializer);
                resources.Add((new LocalOperand(Local(declarator.Symbol)), false));
            }
        }
        return resources;
    }

    private void Wrap(List<(Operand Resource, bool IsLock)> resources, int mark, bool isAsync, Position at)
    {
        for (var i = resources.Count - 1; i >= 0; i--)
        {
            var body = Seal(mark);
            _steps.Add(resources[i].IsLock
                ? new LockNode(resources[i].Resource, body, at)
                : new UsingNode(resources[i].Resource, isAsync, body, at));
        }
    }

    private static IInvocationOperation? IsEnterScope(IOperation? resource) =>
        resource is IInvocationOperation { TargetMethod: { Name: "EnterScope", ContainingType: { Name: "Lock" } type } } call
            && SourceContext.IsThreading(type.ContainingNamespace) ? call : null;

    private void VisitBranch(IBranchOperation branch)
    {
        switch (branch.BranchKind)
        {
            case Microsoft.CodeAnalysis.Operations.BranchKind.Continue:
                _steps.Add(new JumpNode(JumpKind.Continue, null, At(branch.Syntax)));
                break;
            case Microsoft.CodeAnalysis.Operations.BranchKind.GoTo:
                _steps.Add(new JumpNode(JumpKind.Goto, null, At(branch.Syntax)));
                break;
            case Microsoft.CodeAnalysis.Operations.BranchKind.Break:
                // The end of a switch section is no jump; a break further inside one must not be taken for the loop's around it.
                if (branch.Parent is ISwitchCaseOperation or IBlockOperation { Parent: ISwitchCaseOperation })
                    break;
                _steps.Add(new JumpNode(LeavesSwitch(branch) ? JumpKind.Goto : JumpKind.Break, null, At(branch.Syntax)));
                break;
        }
    }

    private static bool LeavesSwitch(IBranchOperation branch)
    {
        for (var parent = branch.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILoopOperation)
                return false;
            if (parent is ISwitchOperation)
                return true;
        }
        return false;
    }
}
