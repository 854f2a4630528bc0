using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>
/// Turns compiled assemblies into facts. Whatever the bytes, it ends in facts: what cannot be read is a problem of the facts
/// and a member marked <see cref="MethodFlags.Unread"/>.
/// </summary>
public static class IlExtractor
{
    /// <summary>The code of the problem that says why an assembly or some of its members could not be read.</summary>
    public const string ProblemCode = "SL0002";

    /// <summary>The facts of an assembly.</summary>
    /// <param name="assembly">The whole file.</param>
    /// <param name="pdb">Its portable PDB; null looks for one embedded in the assembly.</param>
    /// <param name="name">How to call the assembly when its own name cannot be read, such as its file name.</param>
    public static AssemblyFacts Extract(byte[] assembly, byte[]? pdb, string name, IlOptions options)
    {
        if (assembly.Length == 0)
            return Nothing(name, options, "cannot be read: it is empty. Reinstall or rebuild it.");
        unsafe
        {
            // The image is read where it lies: a copy of it would cost as much as what is read from it.
            fixed (byte* image = assembly)
            {
                using var pe = new PEReader(image, assembly.Length);
                return Guarded(pe, pdb, name, options);
            }
        }
    }

    /// <summary>The facts of an assembly, from streams at their beginning; they are read to their end and not closed.</summary>
    public static AssemblyFacts Extract(Stream assembly, Stream? pdb, string name, IlOptions options) =>
        Extract(Bytes(assembly), pdb is null ? null : Bytes(pdb), name, options);

    /// <summary>The facts of an assembly file, with the portable PDB beside it if there is one.</summary>
    public static AssemblyFacts ExtractFile(string path, IlOptions options)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            var pdb = Path.ChangeExtension(path, ".pdb");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.Length == 0)
                return Extract([], null, name, options);
            using var pe = new PEReader(stream);
            return Guarded(pe, File.Exists(pdb) ? File.ReadAllBytes(pdb) : null, name, options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Nothing(name, options, "cannot be opened: " + OneLine(error.Message));
        }
    }

    private static AssemblyFacts Guarded(PEReader pe, byte[]? pdb, string name, IlOptions options)
    {
        try
        {
            return Read(pe, pdb, name, options);
        }
        catch (Exception error) when (IsOfInput(error))
        {
            return Nothing(name, options, "cannot be read: " + OneLine(error.Message) + " Reinstall or rebuild it.");
        }
    }

    private static AssemblyFacts Read(PEReader pe, byte[]? pdb, string name, IlOptions options)
    {
        if (pe.PEHeaders.CorHeader is null || !pe.HasMetadata)
            return Nothing(name, options, "is native code, not a .NET assembly.");
        var reader = pe.GetMetadataReader();
        var module = new IlModule(reader);
        using var symbols = Symbols(pe, pdb);
        var map = new SourceMap(symbols?.GetMetadataReader(), options);
        var isReference = reader.IsAssembly && (module.Marks(reader.GetAssemblyDefinition().GetCustomAttributes()) & AttributeMarks.ReferenceAssembly) != 0;
        var entryPoint = (pe.PEHeaders.CorHeader.Flags & CorFlags.NativeEntryPoint) == 0 ? pe.PEHeaders.CorHeader.EntryPointTokenOrRelativeVirtualAddress : 0;
        var types = new TypeReader(module, pe, map, options, withBodies: !isReference, entryPoint);
        var facts = new List<TypeFacts>();
        var problems = new List<FactsProblem>();
        var unread = 0;
        var firstUnread = "";
        foreach (var handle in reader.TypeDefinitions)
        {
            try
            {
                if (types.IsWritten(handle) && types.Read(handle) is { } type)
                    facts.Add(type);
            }
            catch (Exception error) when (IsOfInput(error))
            {
                if (unread++ == 0)
                    firstUnread = OneLine(error.Message);
            }
        }
        facts.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var assembly = module.Names.Assembly;
        if (isReference)
            problems.Add(Problem(assembly, "is a reference assembly, without code: give the implementation assembly."));
        if (unread > 0)
            problems.Add(Problem(assembly, Count(unread, "type") + " cannot be read: " + firstUnread));
        if (types.Unread > 0)
            problems.Add(Problem(assembly, Count(types.Unread, "member") + " cannot be read, first " + OneLine(types.FirstUnread)));
        if (types.Native > 0)
            problems.Add(Problem(assembly, Count(types.Native, "member") + " consist of native code, which is not read."));
        var references = References(reader);
        return new AssemblyFacts(assembly, FactsOrigin.Il, entryPoint != 0 ? OutputKind.Executable : OutputKind.Library, options.IsTest ?? IsTest(references),
            references, facts, [], problems);
    }

    private static MetadataReaderProvider? Symbols(PEReader pe, byte[]? pdb)
    {
        try
        {
            if (pdb is not null)
            {
                // A Windows PDB is no portable one.
                if (pdb.Length < 4 || pdb[0] != 'B' || pdb[1] != 'S' || pdb[2] != 'J' || pdb[3] != 'B')
                    return null;
                var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(pdb));
                provider.GetMetadataReader();
                return provider;
            }
            foreach (var entry in pe.ReadDebugDirectory())
            {
                if (entry.Type != DebugDirectoryEntryType.EmbeddedPortablePdb || IsTooLarge(pe, entry))
                    continue;
                var provider = pe.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
                provider.GetMetadataReader();
                return provider;
            }
        }
        catch (Exception error) when (IsOfInput(error))
        {
            // Without symbols, positions are unknown; the code is read all the same.
            return null;
        }
        return null;
    }

    /// <summary>Whether an embedded PDB claims to unpack to more than any compiler writes.</summary>
    private static bool IsTooLarge(PEReader pe, DebugDirectoryEntry entry)
    {
        var data = pe.GetSectionData(entry.DataRelativeVirtualAddress);
        if (data.Length < 8)
            return true;
        var header = data.GetReader(0, 8);
        header.ReadUInt32();
        return header.ReadUInt32() > 256u << 20;
    }

    private static IReadOnlyList<string> References(MetadataReader reader)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.AssemblyReferences)
            names.Add(reader.GetString(reader.GetAssemblyReference(handle).Name));
        return [.. names];
    }

    private static bool IsTest(IReadOnlyList<string> references)
    {
        foreach (var name in references)
        {
            if (name is "xunit.core" or "xunit.v3.core" or "nunit.framework" or "Microsoft.VisualStudio.TestPlatform.TestFramework" or "MSTest.TestFramework" or "TUnit.Core")
                return true;
        }
        return false;
    }

    private static AssemblyFacts Nothing(string name, IlOptions options, string what) =>
        new(name, FactsOrigin.Il, OutputKind.Library, options.IsTest ?? false, [], [], [], [Problem(name, what)]);

    private static FactsProblem Problem(string name, string what) => new(ProblemCode, name + " " + what, Position.None);

    private static string Count(int count, string what) => count.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + what + (count == 1 ? "" : "s");

    private static string OneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ');

    /// <summary>Errors that damaged input causes in the metadata reader; anything else is ours.</summary>
    private static bool IsOfInput(Exception error) =>
        error is BadImageFormatException or ArgumentException or InvalidOperationException or OverflowException or IndexOutOfRangeException
            or InvalidCastException or IOException or NotSupportedException or NullReferenceException;

    private static byte[] Bytes(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
