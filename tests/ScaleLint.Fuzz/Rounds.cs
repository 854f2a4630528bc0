using System.Globalization;
using System.Text;

namespace ScaleLint.Fuzz;

/// <summary>
/// Runs one check over many seeds. The tests run few, the same every time; the environment variable <c>SCALELINT_FUZZ</c> runs more,
/// as a count (<c>20000</c>) or as the seeds from one up to another (<c>700-800</c>).
/// </summary>
public static class Rounds
{
    /// <summary>No input may take longer; a guard against hanging, far from what any takes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const int MostFailures = 20;

    /// <summary>Runs the check with a generator per seed; throws with the seeds of what failed, of each kind one.</summary>
    /// <param name="usual">Seeds in an ordinary run of the tests.</param>
    /// <param name="mostBytes">Most that one round may allocate on its own thread.</param>
    public static void Run(int usual, Action<Random, CancellationToken> check, long mostBytes = 2L << 30)
    {
        var (from, to) = Range(usual);
        using var stop = new CancellationTokenSource();
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        var seed = from;
        // A thread of its own, since what hangs can only be left behind.
        var work = Task.Factory.StartNew(() =>
        {
            for (; seed < to && failures.Count < MostFailures && !stop.IsCancellationRequested; seed++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    check(new Random(seed), stop.Token);
                    var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                    if (bytes > mostBytes) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB were allocated"));
                }
                catch (Exception e)
                {
                    failures.TryAdd(Kind(e), string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {e}"));
                }
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var last = -1; !work.Wait(Longest); last = Volatile.Read(ref seed))
        {
            if (Volatile.Read(ref seed) != last) continue;
            stop.Cancel();
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"seed {last} has not ended after {Longest.TotalSeconds} s"));
        }
        if (failures.Count > 0) throw new InvalidOperationException(string.Join("\n\n", failures.Values));
    }

    /// <summary>As <see cref="Run(int, Action{Random, CancellationToken}, long)"/>, for checks that cannot be cancelled.</summary>
    public static void Run(int usual, Action<Random> check, long mostBytes = 2L << 30) => Run(usual, (random, _) => check(random), mostBytes);

    private static (int From, int To) Range(int usual)
    {
        var parts = (Environment.GetEnvironmentVariable("SCALELINT_FUZZ") ?? "").Split('-');
        int? Number(int i) => i < parts.Length && int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return Number(1) is { } to ? (Number(0) ?? 0, to) : (0, Number(0) ?? usual);
    }

    // The same fault from many seeds is told once: what is thrown, and where.
    private static string Kind(Exception e)
    {
        var kind = new StringBuilder();
        for (var at = e; at is not null; at = at.InnerException) kind.Append(at.GetType().Name).AppendJoin(' ', (at.StackTrace ?? "").Split('\n').Where(x => x.Contains("ScaleLint", StringComparison.Ordinal)).Take(2));
        return kind.ToString();
    }
}
