using System.Globalization;

namespace ScaleLint.Il;

/// <summary>The strings of one module that were put together from parts, each kept once. Not thread-safe.</summary>
internal sealed class StringPool
{
    // Differs from run to run, so that nobody can prepare names that all collide.
    private static readonly uint Seed = (uint)nameof(StringPool).GetHashCode();

    private string?[] _strings = new string?[256];
    private uint[] _hashes = new uint[256];
    private int _count;

    public string Get(ReadOnlySpan<char> text)
    {
        var hash = Seed;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        hash ^= hash >> 15;
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

/// <summary>Text that is being put together, of which only new strings are made.</summary>
internal sealed class TextBuilder(StringPool pool)
{
    private char[] _text = new char[256];

    public int Length { get; private set; }

    public TextBuilder Clear()
    {
        Length = 0;
        return this;
    }

    /// <summary>Drops what comes after a length.</summary>
    public void Cut(int length) => Length = length;

    public TextBuilder Append(char c)
    {
        if (Length == _text.Length)
            Grow(1);
        _text[Length++] = c;
        return this;
    }

    public TextBuilder Append(string text) => Append(text, 0, text.Length);

    public TextBuilder Append(string text, int start, int count)
    {
        if (Length + count > _text.Length)
            Grow(count);
        text.CopyTo(start, _text, Length, count);
        Length += count;
        return this;
    }

    public TextBuilder Append(int number) => number is >= 0 and < 10 ? Append((char)('0' + number)) : Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Appends a member's name as documentation-comment ids have it: names of explicit implementations hold the interface's name.</summary>
    public TextBuilder AppendName(string name)
    {
        foreach (var c in name)
        {
            Append(c switch
            {
                '.' => '#',
                '<' => '{',
                '>' => '}',
                _ => c,
            });
        }
        return this;
    }

    /// <summary>The text as a string.</summary>
    public string Take() => pool.Get(_text.AsSpan(0, Length));

    private void Grow(int count) => Array.Resize(ref _text, Math.Max(_text.Length * 2, Length + count));
}
