using ScaleLint.Graph.Effects;

namespace ScaleLint.Graph.Pruning;

/// <summary>Which meanings make a call worth keeping.</summary>
internal static class KeptKinds
{
    /// <summary>Effects that a caller far away must know of. A lock or a log line inside a library is its own affair.</summary>
    public static bool IsFollowed(this MeaningKind kind) => kind <= MeaningKind.ThirdParty
        || kind is MeaningKind.File or MeaningKind.Block or MeaningKind.Sleep or MeaningKind.Transaction;

    /// <summary>Meanings that count wherever they stand.</summary>
    public static bool IsStructural(this MeaningKind kind) => kind is MeaningKind.Register or MeaningKind.Entry or MeaningKind.Policy
        or MeaningKind.Client or MeaningKind.Address or MeaningKind.Deadline or MeaningKind.Health or MeaningKind.Outbox or MeaningKind.Limit;
}
