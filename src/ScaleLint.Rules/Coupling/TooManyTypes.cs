using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coupling;

/// <summary>A type that depends on more types than anyone can keep in mind.</summary>
public sealed class TooManyTypes : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE1003", "Type coupled to too many types", RuleScope.Build, Level.Suggestion,
        "It changes whenever any of them does, and nothing it does can be moved or scaled alone.", "0.1.0",
        new RuleOption("max_types", "30", "Most types of the solution and its packages that a type may depend on."));

    private static readonly HashSet<string> Modules = new(StringComparer.Ordinal) { "Ninject.Modules.NinjectModule", "Lamar.ServiceRegistry", "StructureMap.Registry" };

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var limit = context.Settings.Int(Info, "max_types");
        foreach (var unit in context.Graph.Units.Where(x => x.IsJudged && !x.Facts.IsTest))
        {
            var roots = new HashSet<string>(context.Graph.Registrations.All.Where(x => x.Site.Owner.Unit == unit).Select(x => x.Site.Owner.Type.Name), StringComparer.Ordinal);
            foreach (var type in unit.Facts.Types)
            {
                if ((type.Flags & TypeFlags.Generated) != 0 || roots.Contains(type.Name) || Composes(type)) continue;
                var targets = type.References.Select(x => x.Target).Where(x => !Linker.IsFramework(x.Assembly)).Select(x => x.Name).Distinct(StringComparer.Ordinal).Count();
                if (targets > limit) context.Report(Info, type.Name, type.At, $"{Names.Short(type.Name)} depends on {targets} types (limit {limit}): split it along what changes together");
            }
        }
    }

    private static bool Composes(TypeFacts type) => Names.Short(type.Name) is "Program" or "Startup" || type.Base is { } parent && Modules.Contains(parent.Name) || type.Methods.Any(Registrations.TakesContainer);
}
