using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;
using BranchKind = ScaleLint.Graph.Facts.BranchKind;

namespace ScaleLint.Source;

internal sealed partial class BodyReader
{
    /// <summary>Where a value is read from or written to, with its receiver and indexes evaluated.</summary>
    private sealed class Place
    {
        public ILocalSymbol? Local { get; init; }
        public FieldOperand? Field { get; init; }
        public bool IsElement { get; init; }
        public IPropertySymbol? Property { get; init; }
        public IOperation? Instance { get; init; }
        public Operand? Receiver { get; init; }
        public Operand[] Indexes { get; init; } = [];
        public IReadOnlyList<IOperation>? Elements { get; init; }
        public Operand Value { get; init; } = UnknownOperand.Instance;
    }

    private Place Prepare(IOperation target)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                return new Place { Local = local.Local, Value = new LocalOperand(Local(local.Local)) };
            case IParameterReferenceOperation parameter:
                var read = Parameter(parameter.Parameter);
                return new Place { Field = read as FieldOperand, Value = read };
            case IFieldReferenceOperation { Field: { AssociatedSymbol: IPropertySymbol property } backing } field:
                // The field keyword: the property's own storage.
                return Stored(FieldFlagsOf.Property(property), property, backing.Type, field.Instance);
            case IFieldReferenceOperation field:
                _references.Add(field.Field.ContainingType, field.Syntax);
                return Stored(FieldFlagsOf.Field(field.Field), field.Field, field.Field.Type, field.Instance);
            case IEventReferenceOperation @event:
                _references.Add(@event.Event.ContainingType, @event.Syntax);
                return Stored(FieldFlagsOf.Event(@event.Event), @event.Event, @event.Event.Type, @event.Instance);
            case IPropertyReferenceOperation property:
                return PrepareProperty(property);
            case IArrayElementReferenceOperation element:
                var array = Visit(element.ArrayReference);
                return new Place { Field = array as FieldOperand, IsElement = true, Receiver = array, Indexes = Values(element.Indices) };
            case IImplicitIndexerReferenceOperation element:
                var receiver = Visit(element.Instance);
                var index = Visit(element.Argument);
                return element.IndexerSymbol is IPropertySymbol indexer
                    ? new Place { Property = indexer, Instance = element.Instance, Receiver = receiver, Indexes = [index] }
                    : new Place { Receiver = receiver, IsElement = true, Indexes = [index] };
            case IDeclarationExpressionOperation declaration:
                if (declaration.Expression is ILocalReferenceOperation declared)
                    _references.Add(declared.Type, declared.Syntax);
                return Prepare(declaration.Expression);
            case ITupleOperation tuple:
                return new Place { Elements = tuple.Elements };
            case IVariableDeclaratorOperation variable:
                return new Place { Local = variable.Symbol };
            case IDiscardOperation:
                return new Place();
            default:
                return new Place { Value = Visit(target) };
        }
    }

    private Place Stored(FieldFlags flags, ISymbol member, ITypeSymbol type, IOperation? instance)
    {
        var target = instance is null ? null : Visit(instance);
        _references.AddValue(type);
        return new Place { Field = new FieldOperand(_context.Names.Member(member), target, _context.Names.Type(type), flags) };
    }

    private Place PrepareProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (reference.Instance?.Type is IArrayTypeSymbol && property.Name is "Length" or "LongLength")
            return new Place { Value = new ComputedOperand("length", [Visit(reference.Instance)]) };
        if (!property.ContainingType.IsAnonymousType)
            _references.Add(property.ContainingType, reference.Syntax);
        _references.AddValue(property.Type);
        var receiver = reference.Instance is null ? null : Visit(reference.Instance);
        var indexes = Arguments(reference.Arguments, property.Parameters.Length);
        var auto = _context.Auto(property);
        return new Place
        {
            Property = property,
            Instance = reference.Instance,
            Receiver = receiver,
            Indexes = indexes,
            Field = auto == AutoAccessors.None ? null
                : new FieldOperand(_context.Names.Member(property), receiver, _context.Names.Type(property.Type), FieldFlagsOf.Property(property)),
        };
    }

    private Operand Load(Place place, IOperation at)
    {
        if (place.Property is { } property)
        {
            if (place.Field is { } stored && (_context.Auto(property) & AutoAccessors.Get) != 0)
                return stored;
            if (property.ContainingType.IsAnonymousType)
                return new ComputedOperand("member", [place.Receiver ?? UnknownOperand.Instance]);
            return Accessor(property) is { } getter
                ? AddAccess(getter, place, place.Indexes, property.Type, ModeOf(at, property.Type), at.Syntax)
                : UnknownOperand.Instance;
        }
        if (place.IsElement)
            return new ComputedOperand("index", [place.Receiver ?? UnknownOperand.Instance, .. place.Indexes]);
        return place.Field ?? place.Value;
    }

    private static IMethodSymbol? Accessor(IPropertySymbol? property, bool set = false)
    {
        for (; property is not null; property = property.OverriddenProperty)
        {
            if ((set ? property.SetMethod : property.GetMethod) is { } method)
                return method;
            if (set && property.ReturnsByRef)
                return property.GetMethod;
        }
        return null;
    }

    private Operand AddAccess(IMethodSymbol accessor, Place place, IReadOnlyList<Operand> arguments, ITypeSymbol type, AwaitMode mode, SyntaxNode at)
    {
        var receiver = place.Receiver;
        var implementation = SymbolNames.Static(accessor);
        if (!SymbolEqualityComparer.Default.Equals(implementation, accessor) && receiver is not null)
        {
            arguments = [receiver, .. arguments];
            receiver = null;
        }
        return AddCall(IsDispatched(accessor, place.Instance) ? CallKind.Virtual : CallKind.Direct, accessor, receiver, ReceiverType(place.Instance),
            arguments, type, mode, TokenUse.NotAccepted, CallPosition(at));
    }

    private void Store(Place place, Operand value, WriteKind kind, SyntaxNode at)
    {
        if (place.Elements is { } elements)
        {
            Spread(elements, value, at);
            return;
        }
        if (place.Local is { } local)
        {
            Define(local, value);
            return;
        }
        if (place.Property is { } property && (place.Field is null || (_context.Auto(property) & AutoAccessors.Set) == 0))
        {
            if (Accessor(property, set: true) is { } setter)
                AddAccess(setter, place, [.. place.Indexes, value], setter.ReturnType, AwaitMode.None, at);
            return;
        }
        if (place.Field is { } field)
            _steps.Add(new WriteNode(field, value, place.IsElement ? WriteKind.Element : kind, CallPosition(at)));
    }

    /// <summary>Assigns the parts of a value to the elements of a tuple.</summary>
    private void Spread(IReadOnlyList<IOperation> targets, Operand value, SyntaxNode at)
    {
        var parts = value is ComputedOperand { Operation: "tuple" } tuple && tuple.Parts.Count == targets.Count ? tuple.Parts : null;
        for (var i = 0; i < targets.Count; i++)
            Assign(targets[i], parts is null ? new ComputedOperand("element", [value]) : parts[i], WriteKind.Assign, targets[i].Syntax);
    }

    private void Assign(IOperation target, Operand value, WriteKind kind, SyntaxNode at) => Store(Prepare(target), value, kind, at);

    private Operand VisitAssignment(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation assignment:
                var place = Prepare(assignment.Target);
                var value = Visit(assignment.Value);
                Store(place, value, WriteKind.Assign, assignment.Target.Syntax);
                return value;
            case ICompoundAssignmentOperation compound:
                return VisitCompound(compound);
            case ICoalesceAssignmentOperation coalesce:
                var target = Prepare(coalesce.Target);
                var current = Load(target, coalesce.Target);
                var mark = _steps.Count;
                var other = Visit(coalesce.Value);
                Store(target, other, WriteKind.Coalesce, coalesce.Target.Syntax);
                var arm = Seal(mark);
                if (!IsEmpty(arm))
                    _steps.Add(new BranchNode(BranchKind.Coalesce, current, [arm, Empty], At(coalesce.Syntax)));
                return new ComputedOperand("??", [current, other]);
            case IIncrementOrDecrementOperation increment:
                var counter = Prepare(increment.Target);
                var before = Load(counter, increment.Target);
                Operand after = increment.OperatorMethod is { } method
                    ? AddOperator(method, [before], increment.Syntax)
                    : new ComputedOperand(increment.Kind == OperationKind.Increment ? "++" : "--", [before]);
                Store(counter, after, WriteKind.Increment, increment.Target.Syntax);
                return after;
            case IDeconstructionAssignmentOperation deconstruction:
                return VisitDeconstruction(deconstruction);
            case IEventAssignmentOperation subscription:
                var subscribed = Prepare(subscription.EventReference);
                var handler = Visit(subscription.HandlerValue);
                Store(subscribed, handler, WriteKind.Event, subscription.EventReference.Syntax);
                CallEventAccessor(subscription, handler, subscribed);
                return UnknownOperand.Instance;
            default:
                return VisitChildren(operation);
        }
    }

    private Operand VisitCompound(ICompoundAssignmentOperation compound)
    {
        var place = Prepare(compound.Target);
        var current = Load(place, compound.Target);
        var value = Visit(compound.Value);
        if (compound.OperatorMethod is { IsStatic: false } instance)
        {
            // A C# 14 compound operator changes its receiver in place.
            _references.Add(instance.ContainingType, compound.Syntax);
            AddCall(CallKind.Direct, instance, current, _context.Names.Type(compound.Target.Type), [value], instance.ReturnType, AwaitMode.None,
                TokenUse.NotAccepted, At(compound.Syntax));
            return current;
        }
        Operand result = compound.OperatorMethod is { ContainingType.SpecialType: SpecialType.None or SpecialType.System_DateTime } method
            ? AddOperator(method, [current, value], compound.Syntax)
            : new ComputedOperand(Token(compound.OperatorKind), [current, value]);
        Store(place, result, WriteKind.Compound, compound.Target.Syntax);
        return result;
    }

    private Operand VisitDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var value = Visit(deconstruction.Value);
        var method = deconstruction.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.AssignmentExpressionSyntax syntax
            ? _models(syntax.SyntaxTree).GetDeconstructionInfo(syntax).Method
            : null;
        if (method is not null)
        {
            var definition = method.ReducedFrom ?? method;
            var outputs = new Operand[definition.Parameters.Length];
            for (var i = 0; i < outputs.Length; i++)
                outputs[i] = UnknownOperand.Instance;
            if (definition.IsStatic && outputs.Length > 0)
                outputs[0] = value;
            _references.Add(definition.ContainingType, deconstruction.Syntax);
            var call = AddCall(CallKind.Direct, definition, definition.IsStatic ? null : value, ReceiverType(deconstruction.Value), outputs, definition.ReturnType,
                AwaitMode.None, TokenUse.NotAccepted, At(deconstruction.Syntax));
            value = new ComputedOperand("out", [call]);
        }
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        Assign(target, value, WriteKind.Assign, deconstruction.Syntax);
        return value;
    }

    private void CallEventAccessor(IEventAssignmentOperation subscription, Operand handler, Place place)
    {
        if (subscription.EventReference is not IEventReferenceOperation { Event: { } @event } reference || !_context.IsOwn(@event))
            return;
        var accessor = subscription.Adds ? @event.AddMethod : @event.RemoveMethod;
        if (accessor is null || accessor.IsImplicitlyDeclared || accessor.IsAbstract)
            return;
        AddCall(IsDispatched(accessor, reference.Instance) ? CallKind.Virtual : CallKind.Direct, accessor, place.Field?.Target, ReceiverType(reference.Instance),
            [handler], accessor.ReturnType, AwaitMode.None, TokenUse.NotAccepted, CallPosition(reference.Syntax));
    }
}
