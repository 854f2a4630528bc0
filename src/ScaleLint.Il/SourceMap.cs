using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Positions and names of locals, from a portable PDB; without one everything is unknown.</summary>
internal sealed class SourceMap
{
    private readonly MetadataReader? _pdb;
    private readonly IlOptions _options;
    private readonly Dictionary<DocumentHandle, string> _files = [];

    public SourceMap(MetadataReader? pdb, IlOptions options)
    {
        _pdb = pdb;
        _options = options;
    }

    public bool IsKnown => _pdb is not null;

    public MethodSource Method(MethodDefinitionHandle handle)
    {
        if (_pdb is null || MetadataTokens.GetRowNumber(handle) > _pdb.MethodDebugInformation.Count)
            return MethodSource.None;
        try
        {
            return Read(_pdb, handle);
        }
        catch (BadImageFormatException)
        {
            return MethodSource.None;
        }
    }

    private MethodSource Read(MetadataReader pdb, MethodDefinitionHandle handle)
    {
        var information = pdb.GetMethodDebugInformation(handle);
        var points = new List<(int Offset, Position At)>();
        if (!information.SequencePointsBlob.IsNil)
        {
            foreach (var point in information.GetSequencePoints())
            {
                points.Add((point.Offset, point.IsHidden
                    ? Position.None
                    : new Position(File(pdb, point.Document), point.StartLine, point.StartColumn, point.EndLine, point.EndColumn)));
            }
        }
        var locals = new List<(int Slot, int Start, int End, string Name)>();
        foreach (var scopeHandle in pdb.GetLocalScopes(handle))
        {
            var scope = pdb.GetLocalScope(scopeHandle);
            foreach (var variableHandle in scope.GetLocalVariables())
            {
                var variable = pdb.GetLocalVariable(variableHandle);
                if ((variable.Attributes & LocalVariableAttributes.DebuggerHidden) == 0)
                    locals.Add((variable.Index, scope.StartOffset, scope.EndOffset, pdb.GetString(variable.Name)));
            }
        }
        return new MethodSource(points, locals);
    }

    private string File(MetadataReader pdb, DocumentHandle handle)
    {
        if (handle.IsNil)
            return "";
        if (!_files.TryGetValue(handle, out var file))
            _files[handle] = file = _options.Path(pdb.GetString(pdb.GetDocument(handle).Name));
        return file;
    }
}

/// <summary>Positions and names of locals of one body.</summary>
internal sealed class MethodSource(List<(int Offset, Position At)> points, List<(int Slot, int Start, int End, string Name)> locals)
{
    public static readonly MethodSource None = new([], []);

    public bool IsKnown => points.Count > 0;

    /// <summary>The first statement. The opening brace, which only debug builds stop at, is the place of an empty body alone.</summary>
    public Position First
    {
        get
        {
            var brace = Position.None;
            foreach (var (_, at) in points)
            {
                if (!at.IsKnown)
                    continue;
                if (at.Line != at.EndLine || at.EndColumn != at.Column + 1)
                    return at;
                if (!brace.IsKnown)
                    brace = at;
            }
            return brace;
        }
    }

    /// <summary>The statement an instruction belongs to: hidden ones belong to the statement before.</summary>
    public Position At(int offset)
    {
        var low = 0;
        var high = points.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (points[middle].Offset <= offset)
                low = middle + 1;
            else
                high = middle - 1;
        }
        while (high >= 0 && !points[high].At.IsKnown)
            high--;
        return high < 0 ? Position.None : points[high].At;
    }

    /// <summary>Whether a statement begins inside a range of offsets.</summary>
    public bool HasStatement(int start, int end)
    {
        foreach (var (offset, at) in points)
        {
            if (offset >= start && offset < end && at.IsKnown)
                return true;
        }
        return false;
    }

    /// <summary>Index into the PDB's variables of the one that a slot holds there, or -1.</summary>
    public int Local(int slot, int offset)
    {
        for (var i = 0; i < locals.Count; i++)
        {
            var local = locals[i];
            if (local.Slot == slot && local.Start <= offset && offset < local.End)
                return i;
        }
        return -1;
    }

    public string LocalName(int index) => locals[index].Name;
}
