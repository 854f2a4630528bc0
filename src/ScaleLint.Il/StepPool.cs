using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>The steps of one member and the lists they stand in: all are used again for the next member.</summary>
internal sealed class StepPool
{
    private readonly Pool<List<Step>> _lists = new();
    private readonly Pool<CallStep> _calls = new();
    private readonly Pool<JumpStep> _jumps = new();
    private readonly Pool<BranchStep> _branches = new();
    private readonly Pool<WriteStep> _writes = new();

    /// <summary>Begins with a member: nobody looks at the steps of the one before any more.</summary>
    public void Begin()
    {
        _lists.Begin();
        _calls.Begin();
        _jumps.Begin();
        _branches.Begin();
        _writes.Begin();
    }

    public List<Step> List()
    {
        var list = _lists.Take();
        list.Clear();
        return list;
    }

    public CallStep Call(int id, CallKind kind, MethodTarget target, Operand[] arguments)
    {
        var call = _calls.Take();
        call.Begin(id, kind, target, arguments);
        return call;
    }

    public JumpStep Jump(JumpKind kind, Operand? value = null)
    {
        var jump = _jumps.Take();
        jump.Kind = kind;
        jump.Value = value;
        return jump;
    }

    /// <summary>A branch without arms.</summary>
    public BranchStep Branch(BranchKind kind, Operand condition)
    {
        var branch = _branches.Take();
        branch.Kind = kind;
        branch.Condition = condition;
        branch.Arms.Clear();
        return branch;
    }

    public WriteStep Write(FieldOperand member, Operand value, WriteKind kind)
    {
        var write = _writes.Take();
        write.Member = member;
        write.Value = value;
        write.Kind = kind;
        return write;
    }

    private sealed class Pool<T>
        where T : class, new()
    {
        private readonly List<T> _made = [];
        private int _taken;

        public void Begin() => _taken = 0;

        [MethodImpl(Hot.Path)]
        public T Take()
        {
            if (_taken == _made.Count)
                _made.Add(new T());
            return _made[_taken++];
        }
    }
}
