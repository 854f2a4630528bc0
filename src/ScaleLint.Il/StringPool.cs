using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScaleLint.Il;

/// <summary>The strings of one module that were put together from parts, each kept once. Not thread-safe.</summary>
internal sealed class StringPool
{
    // Differs from run to run, so that nobody can prepare names that all collide.
    private static readonly ulong Seed = (ulong)nameof(StringPool).GetHashCode() << 32 | (uint)Guid.NewGuid().GetHashCode();

    private string?[] _strings = new string?[256];
    private uint[] _hashes = new uint[256];
    private int _count;

    [MethodImpl(Hot.Path)]
    public string Get(ReadOnlySpan<char> text)
    {
        var hash = Hash(text);
        var mask = (uint)_strings.Length - 1;
        var at = hash & mask;
        for (; _strings[at] is { } known; at = (at + 1) & mask)
        {
            if (_hashes[at] == hash && text.SequenceEqual(known.AsSpan()))
                return known;
        }
        var made = text.ToString();
        _strings[at] = made;
        _hashes[at] = hash;
        if (++_count * 2 > _strings.Length)
            Grow();
        return made;
    }

    [MethodImpl(Hot.Path)]
    private static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = Seed ^ (ulong)text.Length;
        foreach (var four in MemoryMarshal.Cast<char, ulong>(text))
            hash = Mix(hash ^ four);
        for (var i = text.Length & ~3; i < text.Length; i++)
            hash = Mix(hash ^ text[i]);
        return (uint)(hash >> 32);
    }

    private static ulong Mix(ulong hash)
    {
        hash *= 0x9E3779B97F4A7C15;
        return hash ^ hash >> 29;
    }

    private void Grow()
    {
        var strings = new string?[_strings.Length * 2];
        var hashes = new uint[strings.Length];
        var mask = (uint)strings.Length - 1;
        for (var i = 0; i < _strings.Length; i++)
        {
            if (_strings[i] is not { } text)
                continue;
            var at = _hashes[i] & mask;
            while (strings[at] is not null)
                at = (at + 1) & mask;
            strings[at] = text;
            hashes[at] = _hashes[i];
        }
        _strings = strings;
        _hashes = hashes;
    }
}
