using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>
/// What a project shows to those that reference it: its reference assembly, as the compiler would write it. Builds rely on the same:
/// while it has the same bytes, dependants compile to the same.
/// </summary>
internal static class Surface
{
    /// <summary>A name for a project's surface; null when there is none: the declarations do not compile, or not to the same bytes each time.</summary>
    /// <param name="sources">Paths of the files that are written, not generated.</param>
    public static string? Of(Compilation compilation, IReadOnlyCollection<string> sources, CancellationToken cancellation)
    {
        if (!compilation.Options.Deterministic) return null;
        compilation = InOrder(compilation, sources);
        using var stream = new MemoryStream();
        try
        {
            var emitted = compilation.Emit(stream, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false), cancellationToken: cancellation);
            return emitted.Success ? Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length))) : null;
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            return null; // a fault of the compiler in odd code; it is told of where facts are made
        }
    }

    // Some generators hand their files over in another order each time, and the order shows in the bytes.
    private static Compilation InOrder(Compilation compilation, IReadOnlyCollection<string> sources)
    {
        var written = sources.ToHashSet(StringComparer.Ordinal);
        var made = compilation.SyntaxTrees.Where(x => !written.Contains(x.FilePath)).ToList();
        var sorted = made.OrderBy(x => x.FilePath, StringComparer.Ordinal).ToList();
        return made.SequenceEqual(sorted) ? compilation : compilation.RemoveSyntaxTrees(made).AddSyntaxTrees(sorted);
    }
}
