namespace ScaleLint.Graph.Effects;

/// <summary>What a line of the catalogue says a member is. The first group are the effects of the rules, the rest is structure.</summary>
public enum MeaningKind
{
    Http, Grpc, Sql, DocumentDb, Cache, QueuePublish, QueueConsume, Blob, Email, ThirdParty,
    File, Block, Lock, Transaction, Sleep, Log,
    /// <summary>Runs a delegate it is given: words <c>inline</c>, <c>loop</c>, <c>parallel</c>, <c>background</c>.</summary>
    Run,
    /// <summary>Combines tasks, ends with the slowest.</summary>
    All,
    /// <summary>Combines tasks, ends with the first.</summary>
    Any,
    /// <summary>Adds a policy (retry, timeout, breaker, fallback, cache, limiter, hedge, standard) to a builder, registration or client.</summary>
    Policy,
    /// <summary>Runs a delegate under the policy that is the receiver.</summary>
    Execute,
    /// <summary>Registers a service with the container.</summary>
    Register,
    /// <summary>Where work arrives.</summary>
    Entry,
    /// <summary>Creates a client that is meant to be shared.</summary>
    Client,
    /// <summary>Creates, feeds or drains an in-process queue.</summary>
    Buffer,
    /// <summary>Adds to or removes from a collection.</summary>
    Collection,
    /// <summary>Sets a deadline.</summary>
    Deadline,
    /// <summary>Says where a client calls.</summary>
    Address,
    /// <summary>Reads configuration.</summary>
    Config,
    /// <summary>Health checks.</summary>
    Health,
    /// <summary>Metrics.</summary>
    Metric,
    /// <summary>Outbox in sight.</summary>
    Outbox,
    /// <summary>Suppresses or restores ambient context flow.</summary>
    Flow,
    /// <summary>Sets a limit of size or concurrency.</summary>
    Limit,
    /// <summary>Known to do nothing beyond the process; says so where a name would suggest otherwise.</summary>
    Pure,
}

/// <summary>One line of an effects file.</summary>
/// <param name="Pattern">As written: <c>M:N.T.Do</c> (all overloads), <c>M:N.T.Do(System.String)</c>, <c>M:N.T.Get*</c>, <c>P:N.T.X</c>, <c>T:N.T</c> (the type itself).</param>
/// <param name="Words">Column three, e.g. <c>async</c>, <c>blocking</c>, <c>read</c>, <c>control</c>.</param>
/// <param name="Values">Column four, e.g. <c>timeout</c> to <c>30s</c>; durations stay text here.</param>
/// <param name="Library">The file's package or framework.</param>
public sealed record Meaning(
    string Pattern,
    MeaningKind Kind,
    IReadOnlyList<string> Words,
    IReadOnlyDictionary<string, string> Values,
    string Provenance,
    string Library,
    string File,
    int Line)
{
    /// <summary>Whether column three has the word.</summary>
    public bool Is(string word)
    {
        for (var i = 0; i < Words.Count; i++) if (Words[i] == word) return true;
        return false;
    }

    /// <summary>A value of column four, or null.</summary>
    public string? Value(string key) => Values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Whether the call goes beyond the process over a network; a cache in the process's own memory (word <c>local</c>) does not.</summary>
    public bool IsRemote => Kind <= MeaningKind.ThirdParty && !Is("local");

    /// <summary>Whether the line is one of the effects of the rules.</summary>
    public bool IsEffect => Kind <= MeaningKind.Log && !Is("local");
}
