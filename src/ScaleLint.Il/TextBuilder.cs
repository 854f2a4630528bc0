using System.Globalization;
using System.Runtime.CompilerServices;

namespace ScaleLint.Il;

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

    [MethodImpl(Hot.Path)]
    public TextBuilder Append(char c)
    {
        if (Length == _text.Length)
            Grow(1);
        _text[Length++] = c;
        return this;
    }

    [MethodImpl(Hot.Path)]
    public TextBuilder Append(string text) => Append(text, 0, text.Length);

    [MethodImpl(Hot.Path)]
    public TextBuilder Append(string text, int start, int count)
    {
        if (Length + count > _text.Length)
            Grow(count);
        text.CopyTo(start, _text, Length, count);
        Length += count;
        return this;
    }

    public TextBuilder Append(int number) => number is >= 0 and < 10 ? Append((char)('0' + number)) : Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Appends a member's name as documentation-comment ids have it: names of explicit implementations hold the interface's name,
    /// without the <c>global::</c> that generated code writes.
    /// </summary>
    [MethodImpl(Hot.Path)]
    public TextBuilder AppendName(string name)
    {
        var start = Length;
        var alias = name.IndexOf("::", StringComparison.Ordinal);
        if (alias < 0)
            Append(name);
        else
            Append(name, alias + 2, name.Length - alias - 2);
        for (var i = start; i < Length; i++)
        {
            ref var c = ref _text[i];
            if (c is '.' or '<' or '>')
                c = c == '.' ? '#' : c == '<' ? '{' : '}';
        }
        return this;
    }

    /// <summary>The text as the one string that the pool keeps of it.</summary>
    public string Take() => pool.Get(_text.AsSpan(0, Length));

    /// <summary>The text as a new string.</summary>
    public override string ToString() => new(_text, 0, Length);

    private void Grow(int count) => Array.Resize(ref _text, Math.Max(_text.Length * 2, Length + count));
}
