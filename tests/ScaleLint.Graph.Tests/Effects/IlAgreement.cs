using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Tests.Effects;

/// <summary>What reading a library's IL says of one line of its effects file.</summary>
public enum IlVerdict
{
    /// <summary>The member, or what overrides it, gets to a socket, an HTTP client, a database command, a stream or native code.</summary>
    Agrees,

    /// <summary>It leads into an assembly that was not read.</summary>
    LeadsOut,

    /// <summary>Nothing of the kind is reached: what goes on is handed to another thread, or to code that is only known at run time.</summary>
    FindsNothing,

    /// <summary>The line says <c>async</c> of what returns no task, or <c>blocking</c> of what returns one.</summary>
    Contradicts,
}

/// <summary>Holds the lines of effects files against the code of the packages: who gets to the network, and who returns a task.</summary>
public sealed class IlAgreement
{
    private static readonly string[] Network =
    [
        "System.Net.Http.HttpClient.", "System.Net.Http.HttpMessageInvoker.", "System.Net.Http.HttpMessageHandler.", "System.Net.Http.HttpClientHandler.", "System.Net.Http.SocketsHttpHandler.",
        "System.Net.Http.DelegatingHandler.", "System.Net.Http.Json.HttpClientJsonExtensions.", "System.Net.Sockets.", "System.Net.Security.SslStream.", "System.Net.Security.NegotiateStream.",
        "System.Net.WebSockets.", "System.Net.WebRequest.", "System.Net.HttpWebRequest.", "System.Net.WebClient.", "System.Net.Dns.", "System.Net.Mail.SmtpClient.", "System.Net.Quic.",
        "System.Data.Common.DbCommand.Execute", "System.Data.Common.DbConnection.Open", "System.Data.Common.DbTransaction.", "System.Data.Common.DbDataReader.Read", "System.Data.Common.DbDataReader.Next",
        "System.Data.Common.DbBatch.Execute", "System.Data.IDbCommand.Execute", "System.Data.IDbConnection.Open", "System.Data.IDbTransaction.",
        "System.IO.Stream.Read", "System.IO.Stream.Write", "System.IO.Stream.Flush", "System.IO.Stream.CopyTo", "System.IO.Pipelines.PipeReader.Read", "System.IO.Pipelines.PipeWriter.Flush",
    ];

    private static readonly string[] Tasks = ["System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Collections.Generic.IAsyncEnumerable", "System.Collections.Generic.IAsyncEnumerator"];

    private readonly Dictionary<string, List<MethodFacts>> methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypeFacts> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> callers = new(StringComparer.Ordinal);
    private readonly HashSet<string> network;
    private readonly HashSet<string> outside;

    /// <summary>Reads the calls of assemblies that belong together.</summary>
    /// <param name="framework">Names of the assemblies that are the boundary.</param>
    public IlAgreement(IReadOnlyList<AssemblyFacts> assemblies, IReadOnlySet<string> framework)
    {
        var read = assemblies.Select(x => x.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (sockets, unread) = (new List<string>(), new List<string>());
        foreach (var type in assemblies.SelectMany(x => x.Types)) types.TryAdd(type.Name, type);
        foreach (var method in assemblies.SelectMany(x => x.Types).SelectMany(x => x.Methods))
        {
            if (!methods.TryGetValue(method.Id, out var same)) methods.Add(method.Id, same = []);
            same.Add(method);
            // Whoever calls the base may run the override.
            foreach (var overridden in method.Overrides) Called(overridden.Id, method.Id);
            if ((method.Flags & MethodFlags.Extern) != 0) sockets.Add(method.Id);
            foreach (var call in FactsWalk.All(method.Body).Concat(method.Lambdas.SelectMany(x => FactsWalk.All(x.Body))).OfType<CallNode>())
            {
                if (call.Callee.Id.Length < 3) continue;
                Called(method.Id, call.Callee.Id);
                var name = call.Callee.Id[2..];
                var isAccess = name.Contains(".get_", StringComparison.Ordinal) || name.Contains(".set_", StringComparison.Ordinal) || name.Contains(".#ctor", StringComparison.Ordinal);
                if (!isAccess && Network.Any(x => name.StartsWith(x, StringComparison.Ordinal))) sockets.Add(method.Id);
                else if (!isAccess && !framework.Contains(call.Callee.Assembly) && !read.Contains(call.Callee.Assembly)) unread.Add(method.Id);
            }
        }
        network = Backwards(sockets);
        outside = Backwards(unread);
    }

    /// <summary>The verdict on a line; null when it is of a kind that says nothing of one member's code, or names no member that was read.</summary>
    public IlVerdict? Of(Meaning line)
    {
        if (!line.Pattern.StartsWith("M:", StringComparison.Ordinal) || line.Is("queryable") || line.Is("attribute") || line.Is("interface") || line.Is("request")) return null;
        if (!line.IsRemote) return null;
        var found = Members(line.Pattern);
        if (found.Count == 0) return null;
        if (line.Is("async") && found.All(x => !IsTask(x.ReturnType) && !x.ReturnType.Contains("Async", StringComparison.Ordinal))) return IlVerdict.Contradicts;
        if (line.Is("blocking") && found.All(x => IsTask(x.ReturnType))) return IlVerdict.Contradicts;
        return found.Any(x => network.Contains(x.Id)) ? IlVerdict.Agrees : found.Any(x => outside.Contains(x.Id)) ? IlVerdict.LeadsOut : IlVerdict.FindsNothing;
    }

    private List<MethodFacts> Members(string pattern)
    {
        var (type, member) = EffectsCatalogue.SplitPattern(pattern);
        var found = new List<MethodFacts>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([type]);
        while (next.TryDequeue(out var at))
        {
            if (!seen.Add(at) || !types.TryGetValue(at, out var facts)) continue;
            found.AddRange(facts.Methods.Where(x => (x.Flags & MethodFlags.Public) != 0 && PatternCheck.IsNamed(EffectsCatalogue.SplitPattern(x.Id).Member, member)));
            if (member.StartsWith('#')) break;
            foreach (var above in facts.Interfaces.Append(facts.Base ?? default)) if (above.Name is not null) next.Enqueue(above.Name);
        }
        return found;
    }

    // A task by its own name, or a type that can be awaited like one.
    private bool IsTask(string type)
    {
        var end = type.IndexOf('{', StringComparison.Ordinal);
        var name = end < 0 ? type : type[..end];
        return Tasks.Contains(name, StringComparer.Ordinal)
            || new[] { name, name + "`1", name + "`2" }.Any(x => types.TryGetValue(x, out var facts) && facts.Methods.Any(y => y.Id.Contains(".GetAwaiter", StringComparison.Ordinal) || y.Id.Contains(".GetAsyncEnumerator", StringComparison.Ordinal)));
    }

    private void Called(string caller, string callee)
    {
        if (!callers.TryGetValue(callee, out var list)) callers.Add(callee, list = []);
        list.Add(caller);
    }

    private HashSet<string> Backwards(IEnumerable<string> goals)
    {
        var reached = new HashSet<string>(goals, StringComparer.Ordinal);
        var next = new Stack<string>(reached);
        while (next.TryPop(out var at))
        {
            if (!callers.TryGetValue(at, out var list)) continue;
            foreach (var caller in list) if (reached.Add(caller)) next.Push(caller);
        }
        return reached;
    }
}
