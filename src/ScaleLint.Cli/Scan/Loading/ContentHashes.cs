using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>What files hold, each read once.</summary>
internal sealed class ContentHashes
{
    private const string Missing = "missing";

    private readonly ConcurrentDictionary<string, (string Hash, int Lines)> texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> modules = new(StringComparer.Ordinal);

    /// <summary>A name for some text: the same for the same text only.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The hash of a file's content.</summary>
    public string OfFile(string path) => Text(path).Hash;

    /// <summary>Lines of a text file.</summary>
    public int LinesOf(string path) => Text(path).Lines;

    /// <summary>What tells an assembly from every other: the id that its compiler gave it, with its size.</summary>
    public string OfAssembly(string path) => modules.GetOrAdd(path, static (path, hashes) =>
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var pe = new PEReader(stream);
            if (!pe.HasMetadata) return hashes.OfFile(path);
            var reader = pe.GetMetadataReader();
            return reader.GetGuid(reader.GetModuleDefinition().Mvid).ToString("N") + "-" + stream.Length.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            return hashes.OfFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Missing;
        }
    }, this);

    private (string Hash, int Lines) Text(string path) => texts.GetOrAdd(path, static path =>
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return (Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.AsSpan().Count((byte)'\n') + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (Missing, 0);
        }
    });
}
