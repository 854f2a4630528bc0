using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace ScaleLint.Il;

/// <summary>Strings of a module's heap, each made once. Not thread-safe.</summary>
internal sealed class TextTable
{
    private readonly MetadataReader _reader;
    private int[] _offsets;
    private string?[] _texts;
    private int _count;

    public TextTable(MetadataReader reader)
    {
        _reader = reader;
        // Names have some twenty letters; the table is to be half empty.
        var capacity = 64;
        while (capacity < reader.GetHeapSize(HeapIndex.String) / 10 && capacity < 1 << 20)
            capacity *= 2;
        _offsets = new int[capacity];
        _texts = new string?[capacity];
    }

    [MethodImpl(Hot.Path)]
    public string Get(StringHandle handle)
    {
        var offset = MetadataTokens.GetHeapOffset(handle);
        if (offset < 0)
            return _reader.GetString(handle);
        var at = Place(offset);
        if (_texts[at] is { } known)
            return known;
        var text = _reader.GetString(handle);
        if (++_count * 2 > _texts.Length)
        {
            Grow();
            at = Place(offset);
        }
        _offsets[at] = offset;
        _texts[at] = text;
        return text;
    }

    /// <summary>Where an offset's string is or is to be.</summary>
    [MethodImpl(Hot.Path)]
    private int Place(int offset)
    {
        var mask = _texts.Length - 1;
        var at = (int)((uint)offset * 2654435769u >> 8) & mask;
        while (_texts[at] is not null && _offsets[at] != offset)
            at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        var (offsets, texts) = (_offsets, _texts);
        _offsets = new int[offsets.Length * 2];
        _texts = new string?[_offsets.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (texts[i] is not { } text)
                continue;
            var at = Place(offsets[i]);
            _offsets[at] = offsets[i];
            _texts[at] = text;
        }
    }
}
