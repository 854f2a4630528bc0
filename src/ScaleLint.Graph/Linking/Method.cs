using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>An assembly of the system.</summary>
/// <param name="Project">Path of the project file relative to the input; empty for a package or loose assembly.</param>
/// <param name="IsJudged">The solution's own code: findings may stand in it.</param>
public sealed record Unit(AssemblyFacts Facts, string Project, bool IsJudged)
{
    /// <summary>All that is known of it.</summary>
    public AssemblyFacts Facts { get; internal set; } = Facts;

    /// <summary>The assembly's name.</summary>
    public string Name => Facts.Name;

    /// <summary>A unit equals only itself: comparing facts would take as long as they are.</summary>
    public bool Equals(Unit? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Whether one references the other.</summary>
    public bool Touches(Unit other) => Facts.References.Contains(other.Name, StringComparer.Ordinal) || other.Facts.References.Contains(Name, StringComparer.Ordinal);

    /// <summary>Of things that several units have under one name those that this one means: its own, else those of units it uses or is used by, else all.</summary>
    public IReadOnlyList<T> Nearest<T>(IReadOnlyList<T> things, Func<T, Unit> home)
    {
        if (things.Count < 2) return things;
        var near = things.Where(x => home(x) == this).ToList();
        if (near.Count == 0) near = things.Where(x => Touches(home(x))).ToList();
        return near.Count > 0 ? near : things;
    }
}

/// <summary>A member of a linked assembly, or a delegate of one that is called from outside (an endpoint's handler, a factory).</summary>
public sealed class Method
{
    private readonly Linker linker;
    private Step? body;
    private IReadOnlyList<CallSite>? sites;
    private IReadOnlyList<CallSite>? meant;
    private IReadOnlyList<WriteStep>? writes;
    private IReadOnlyList<Call>? calls;
    private Values? values;

    internal Method(Linker linker, Unit unit, TypeFacts type, MethodFacts facts, int lambda) =>
        (this.linker, Unit, Type, Facts, Lambda) = (linker, unit, type, facts, lambda);

    /// <summary>The assembly it is in.</summary>
    public Unit Unit { get; }

    /// <summary>The type it is in.</summary>
    public TypeFacts Type { get; private set; }

    /// <summary>What the front end saw.</summary>
    public MethodFacts Facts { get; private set; }

    /// <summary>Index of the delegate that is meant, or -1 for the member itself.</summary>
    public int Lambda { get; }

    /// <summary>Identity: the member's id, with the delegate's number behind <c>~</c>.</summary>
    public string Id => Lambda < 0 ? Facts.Id : Facts.Id + "~" + Lambda.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Takes over the facts of the next version; what was made of the body is forgotten where that is another.</summary>
    internal void Renew(TypeFacts type, MethodFacts facts)
    {
        Type = type;
        if (ReferenceEquals(Facts, facts)) return;
        (Facts, body, sites, meant, writes, calls, values) = (facts, null, null, null, null, null, null);
    }

    /// <summary>Forgets what its calls run.</summary>
    internal void Forget()
    {
        calls = null;
        foreach (var site in sites ?? []) site.Forget();
    }

    /// <summary>What a person calls it.</summary>
    public string Display => linker.EntryNameOf(this) ?? Names.Display(Facts.Id);

    /// <summary>Where it stands.</summary>
    public Position At => Lambda < 0 ? Facts.At : Facts.Lambdas[Lambda].At;

    /// <summary>Whether it or its type is generated: it counts in the graph and is never reported.</summary>
    public bool IsGenerated => (Facts.Flags & MethodFlags.Generated) != 0 || (Type.Flags & TypeFlags.Generated) != 0;

    /// <summary>Whether it is async (its own delegate's word for a delegate).</summary>
    public bool IsAsync => Lambda < 0 ? (Facts.Flags & MethodFlags.Async) != 0 : Facts.Lambdas[Lambda].IsAsync;

    /// <summary>Parameters (of the delegate for a delegate).</summary>
    public IReadOnlyList<ParameterFacts> Parameters => Lambda < 0 ? Facts.Parameters : Facts.Lambdas[Lambda].Parameters;

    /// <summary>Attributes (of the delegate for a delegate).</summary>
    public IReadOnlyList<AttributeFacts> Attributes => Lambda < 0 ? Facts.Attributes : Facts.Lambdas[Lambda].Attributes;

    /// <summary>What it does, with delegates in place and effects named. Built on first use.</summary>
    public Step Body => body ??= new StepBuilder(linker, this).Build();

    /// <summary>What is known of the values in it.</summary>
    public Values Values => values ??= new Values(Facts);

    /// <summary>All calls inside <see cref="Body"/>, in evaluation order.</summary>
    public IReadOnlyList<CallSite> Sites => sites ??= Body.Descendants().OfType<CallSite>().ToList();

    /// <summary>Those of <see cref="Sites"/> that the catalogue says something of: few, in most members none.</summary>
    public IReadOnlyList<CallSite> Meant => meant ??= Sites.Any(x => x.Meanings.Count > 0) ? Sites.Where(x => x.Meanings.Count > 0).ToList() : [];

    /// <summary>Calls of members whose code was read, one for each that a call may run.</summary>
    internal IReadOnlyList<Call> Calls => calls ??= Sites.SelectMany(x => x.Targets, (x, target) => new Call(x, target)).ToList() is { Count: > 0 } found ? found : [];

    /// <summary>All writes inside <see cref="Body"/>, in evaluation order.</summary>
    public IReadOnlyList<WriteStep> Writes => writes ??= Body.Descendants().OfType<WriteStep>().ToList() is { Count: > 0 } found ? found : [];

    /// <inheritdoc/>
    public override string ToString() => Display;
}
