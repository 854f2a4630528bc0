using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>
/// Virtual calls on what a member was handed, <c>Check(IRule rule) => rule.IsBroken()</c>, and messages that it hands on to a mediator,
/// <c>Execute(ICommand command) => mediator.Send(command)</c>. Which implementation or handler runs is known where the argument is given,
/// so the call is followed from there; taken for itself, every caller would seem to run every implementation, or none.
/// </summary>
internal sealed class PassedReceivers(Linker linker)
{
    private const int Deepest = 3;
    private readonly Dictionary<(Method, int), IReadOnlyList<Passed>> known = [];

    /// <summary>A virtual call on a parameter, or a message in it, in the member or below it.</summary>
    /// <param name="Candidates">The implementations that it may run; null for a message, whose handlers its type tells.</param>
    private readonly record struct Passed(int Parameter, IReadOnlyList<Method>? Candidates);

    /// <summary>Whether who calls the site's member decides what the site runs.</summary>
    public bool IsDecidedByCaller(CallSite site) => site.Node.Kind == CallKind.Virtual && site.Direct.Count > 1 && ParameterOf(site.Owner, site.Node.Receiver) >= 0
        && linker.Registrations.Of(ReceiverOf(site)).Count == 0;

    /// <summary>The definition of the type that a member is called on.</summary>
    public static string ReceiverOf(CallSite site) => Names.Definition(site.Node.ReceiverType.Length > 0 ? site.Node.ReceiverType : Names.TypeOf(site.Node.Callee.Id));

    /// <summary>Implementations that run below a call on the arguments given here.</summary>
    public IReadOnlyList<Method> DecidedBy(CallSite site)
    {
        List<Method>? found = null;
        foreach (var target in site.Direct)
            foreach (var passed in Of(target, Deepest))
            {
                if (passed.Parameter >= site.Node.Arguments.Count) continue;
                var argument = site.Node.Arguments[passed.Parameter];
                // One that was handed in is decided further up.
                if (ParameterOf(site.Owner, argument) >= 0 || site.Owner.Values.TypeOf(argument) is not { } type) continue;
                var given = Names.Definition(type);
                foreach (var candidate in passed.Candidates ?? linker.Registrations.HandlersOf(type))
                    if ((passed.Candidates == null || linker.Types.IsA(given, candidate.Type.Name) || linker.Types.IsA(candidate.Type.Name, given)) && !site.Direct.Contains(candidate) && !(found ??= []).Contains(candidate)) found.Add(candidate);
            }
        return found ?? (IReadOnlyList<Method>)[];
    }

    /// <summary>Whether the member's callers decide what runs below it.</summary>
    public bool IsHanded(Method method) => Of(method, Deepest).Count > 0;

    private IReadOnlyList<Passed> Of(Method method, int depth)
    {
        if (depth == 0 || method.Facts.Body == null || method.Lambda >= 0 || method.Parameters.Count == 0) return [];
        if (known.TryGetValue((method, depth), out var list)) return list;
        var found = new List<Passed>();
        foreach (var site in method.Sites)
        {
            if (IsDecidedByCaller(site)) found.Add(new Passed(ParameterOf(method, site.Node.Receiver), site.Direct));
            else if (linker.MessageOf(site) is { } message)
            {
                if (ParameterOf(method, message) is >= 0 and var handed) found.Add(new Passed(handed, null));
            }
            else
                foreach (var target in site.Direct)
                    foreach (var passed in Of(target, depth - 1))
                        if (passed.Parameter < site.Node.Arguments.Count && ParameterOf(method, site.Node.Arguments[passed.Parameter]) is >= 0 and var parameter) found.Add(passed with { Parameter = parameter });
        }
        return known[(method, depth)] = found.Count == 0 ? [] : found;
    }

    /// <summary>Index of the member's parameter that an operand is, or -1.</summary>
    private static int ParameterOf(Method owner, Operand? operand) => operand != null && owner.Lambda < 0 && owner.Values.Origin(operand) is ParameterOperand { Lambda: < 0 } parameter ? parameter.Index : -1;
}
