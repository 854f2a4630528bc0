namespace ScaleLint.Graph.Effects;

/// <summary>Reads the columns of words and values; equal texts are read once, for most lines of a file look alike.</summary>
internal sealed class EffectsColumns
{
    private static readonly char[] Blank = [' ', '\t'];
    private readonly Dictionary<(MeaningKind, string), (IReadOnlyList<string>, string?)> words = [];
    private readonly Dictionary<(MeaningKind, string), (IReadOnlyDictionary<string, string>, string?)> values = [];

    /// <summary>The words of a column, and what is wrong with them or null.</summary>
    public (IReadOnlyList<string> Words, string? Fault) Words(KindVocabulary vocabulary, string column)
    {
        if (!words.TryGetValue((vocabulary.Kind, column), out var read)) words[(vocabulary.Kind, column)] = read = ReadWords(vocabulary, column);
        return read;
    }

    /// <summary>The values of a column, and what is wrong with them or null.</summary>
    public (IReadOnlyDictionary<string, string> Values, string? Fault) Values(KindVocabulary vocabulary, string column)
    {
        if (!values.TryGetValue((vocabulary.Kind, column), out var read)) values[(vocabulary.Kind, column)] = read = ReadValues(vocabulary, column);
        return read;
    }

    private static (IReadOnlyList<string>, string?) ReadWords(KindVocabulary vocabulary, string column)
    {
        var found = column.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in found)
        {
            if (!vocabulary.Words.Contains(word, StringComparer.Ordinal))
                return (found, $"kind '{vocabulary.Name}' has no word '{word}'; it has {vocabulary.WordList}");
        }
        return (found, null);
    }

    private static (IReadOnlyDictionary<string, string>, string?) ReadValues(KindVocabulary vocabulary, string column)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in column.Split(Blank, StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = item.IndexOf('=');
            if (equals <= 0) return (found, $"'{item}' is no value; write key=value");
            var key = item.Substring(0, equals);
            var value = item.Substring(equals + 1);
            if (!vocabulary.Values.Contains(key, StringComparer.Ordinal))
                return (found, $"kind '{vocabulary.Name}' has no value '{key}'; it has {vocabulary.ValueList}");
            if (EffectsVocabulary.ValueFault(key, value) is { } wrong) return (found, $"'{item}': {wrong}");
            if (found.ContainsKey(key)) return (found, $"'{key}' is given twice");
            found[key] = value;
        }
        return (found, null);
    }
}
