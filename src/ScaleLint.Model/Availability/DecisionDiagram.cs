namespace ScaleLint.Model;

/// <summary>
/// Reduced ordered decision diagrams over independent two-state variables (up or down) whose leaves are probabilities of success:
/// 0 and 1 for a plain structure function, between them where chance that nothing else shares has been summed out.
/// Sources: Bryant 1986; Bahar et al. 1993 (algebraic diagrams); Rauzy 1993 for minimal cuts and Birnbaum's importance.
/// </summary>
public sealed class DecisionDiagram
{
    /// <summary>Certain failure.</summary>
    public const int False = 0;

    /// <summary>Certain success.</summary>
    public const int True = 1;

    private const int Leaf = int.MaxValue;

    // A node stands after the nodes it leads to.
    private readonly List<Node> _nodes = [new(Leaf, 0, 0, 0), new(Leaf, 1, 1, 1)];
    private readonly Dictionary<Key, int> _unique = [];
    private readonly Dictionary<double, int> _leaves = new() { [0] = False, [1] = True };
    private readonly Dictionary<Key, int> _known = [];
    private readonly List<double> _down = [];

    // By node: the last walk that saw it, and what that walk knows of it.
    private int[] _seen = [];
    private double[] _values = [];
    private double[] _reached = [];
    private int _walk;

    /// <summary>Number of nodes made so far, a measure of cost.</summary>
    public int Size => _nodes.Count;

    /// <summary>A variable, after all earlier ones in the order; <paramref name="down"/> is its probability of being down.</summary>
    public int AddVariable(double down)
    {
        _down.Add(down);
        return _down.Count - 1;
    }

    /// <summary>Succeeds when the variable is up.</summary>
    public int Is(int variable) => Make(variable, True, False);

    /// <summary>Succeeds with a probability that nothing else shares.</summary>
    public int Chance(double success)
    {
        success = Math.Min(1, Math.Max(0, success));
        if (!_leaves.TryGetValue(success, out var leaf))
        {
            leaf = _nodes.Count;
            _nodes.Add(new Node(Leaf, leaf, leaf, success));
            _leaves.Add(success, leaf);
        }

        return leaf;
    }

    /// <summary>Both: A B.</summary>
    public int And(int a, int b) => a == False || b == False ? False : a == True ? b : b == True ? a : a > b ? Apply('&', b, a, 0) : Apply('&', a, b, 0);

    /// <summary>Either: A + B - A B.</summary>
    public int Or(int a, int b) => a == True || b == True ? True : a == False ? b : b == False ? a : a > b ? Apply('|', b, a, 0) : Apply('|', a, b, 0);

    /// <summary>A with probability <paramref name="weight"/>, else B.</summary>
    public int Mix(double weight, int a, int b) => a == b || weight >= 1 ? a : weight <= 0 ? b : Apply('+', a, b, weight);

    /// <summary>At least one of n tries that share the variables of A and nothing else: 1 - (1 - A)^n.</summary>
    public int AnyOf(int a, double tries) => a is True or False || tries == 1 ? a : Apply('^', a, a, tries);

    /// <summary>Sums the variables out that are marked: what nothing else shares. <paramref name="known"/> keeps answers for the same variables.</summary>
    public int Expect(int a, IReadOnlyList<bool> variables, IDictionary<int, int> known)
    {
        var (top, up, down, _) = _nodes[a];
        if (top == Leaf)
        {
            return a;
        }

        if (!known.TryGetValue(a, out var result))
        {
            int ifUp = Expect(up, variables, known), ifDown = Expect(down, variables, known);
            result = variables[top] ? Mix(1 - _down[top], ifUp, ifDown) : Make(top, ifUp, ifDown);
            known.Add(a, result);
        }

        return result;
    }

    /// <summary>Whether more nodes than that lie under A, A among them.</summary>
    public bool IsLarger(int a, int nodes) => a >= nodes && Below(a, nodes).Count > nodes;

    /// <summary>A with only those variables left that matter most to it, by Birnbaum's importance times the probability of being down; the rest is summed out, as if nothing else shared it.</summary>
    public int Coarse(int a, int kept)
    {
        var least = new bool[_down.Count];
        foreach (var variable in Birnbaum(a).OrderByDescending(v => v.Value * _down[v.Key]).ThenBy(v => v.Key).Skip(kept))
        {
            least[variable.Key] = true;
        }

        return Expect(a, least, new Dictionary<int, int>());
    }

    /// <summary>A with one variable known.</summary>
    public int Restrict(int a, int variable, bool up) => Restrict(a, variable, up, []);

    /// <summary>Probability of success.</summary>
    public double Probability(int a)
    {
        Value(Sorted(a));
        return _values[a];
    }

    /// <summary>The variables that matter to A, in order.</summary>
    public IReadOnlyList<int> Support(int a)
    {
        var seen = new SortedSet<int>();
        foreach (var node in Below(a))
        {
            if (_nodes[node].Variable != Leaf)
            {
                seen.Add(_nodes[node].Variable);
            }
        }

        return [.. seen];
    }

    /// <summary>Birnbaum's importance of each variable of A: probability of success with it up minus with it down. One pass up, one down.</summary>
    public IReadOnlyDictionary<int, double> Birnbaum(int a)
    {
        var order = Sorted(a);
        Value(order);
        foreach (var node in order)
        {
            _reached[node] = 0;
        }

        _reached[a] = 1;
        var importance = new Dictionary<int, double>();
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var (variable, up, down, _) = _nodes[order[i]];
            if (variable == Leaf)
            {
                continue;
            }

            var weight = _reached[order[i]];
            importance.TryGetValue(variable, out var sum);
            importance[variable] = sum + (weight * (_values[up] - _values[down]));
            _reached[up] += weight * (1 - _down[variable]);
            _reached[down] += weight * _down[variable];
        }

        return importance;
    }

    /// <summary>Minimal sets of variables whose being down makes success impossible, of at most <paramref name="order"/> members; sorted.</summary>
    public IReadOnlyList<IReadOnlyList<int>> CutSets(int a, int order)
    {
        var cuts = CutSets(a, order, []);
        return [.. cuts.OrderBy(c => c.Count).ThenBy(c => string.Join(",", c.Select(v => v.ToString("D9", System.Globalization.CultureInfo.InvariantCulture))), StringComparer.Ordinal)];
    }

    private List<IReadOnlyList<int>> CutSets(int a, int order, Dictionary<(int, int), List<IReadOnlyList<int>>> known)
    {
        var (variable, up, down, value) = _nodes[a];
        if (variable == Leaf)
        {
            return value <= 0 ? [[]] : [];
        }

        if (known.TryGetValue((a, order), out var cuts))
        {
            return cuts;
        }

        var without = CutSets(up, order, known);
        cuts = [.. without];
        if (order > 0)
        {
            foreach (var rest in CutSets(down, order - 1, known))
            {
                if (!without.Any(w => w.All(rest.Contains)))
                {
                    cuts.Add([variable, .. rest]);
                }
            }
        }

        known.Add((a, order), cuts);
        return cuts;
    }

    private int Apply(char op, int a, int b, double weight)
    {
        var (va, upA, downA, valueA) = _nodes[a];
        var (vb, upB, downB, valueB) = _nodes[b];
        if (va == Leaf && vb == Leaf)
        {
            return Chance(op switch
            {
                '&' => valueA * valueB,
                '|' => valueA + valueB - (valueA * valueB),
                '^' => 1 - Math.Pow(1 - valueA, weight),
                _ => (weight * valueA) + ((1 - weight) * valueB),
            });
        }

        var key = new Key(op, a, b, weight);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        var top = Math.Min(va, vb);
        int Combine(int x, int y) => op switch
        {
            '&' => And(x, y),
            '|' => Or(x, y),
            '^' => AnyOf(x, weight),
            _ => Mix(weight, x, y),
        };
        var result = Make(
            top,
            Combine(va == top ? upA : a, vb == top ? upB : b),
            Combine(va == top ? downA : a, vb == top ? downB : b));
        _known.Add(key, result);
        return result;
    }

    private int Restrict(int a, int variable, bool state, Dictionary<int, int> known)
    {
        var (top, up, down, _) = _nodes[a];
        if (top > variable)
        {
            return a;
        }

        if (!known.TryGetValue(a, out var result))
        {
            result = top == variable ? (state ? up : down) : Make(top, Restrict(up, variable, state, known), Restrict(down, variable, state, known));
            known.Add(a, result);
        }

        return result;
    }

    private int Make(int variable, int up, int down)
    {
        if (up == down)
        {
            return up;
        }

        var key = new Key(variable, up, down, 0);
        if (!_unique.TryGetValue(key, out var node))
        {
            node = _nodes.Count;
            _nodes.Add(new Node(variable, up, down, 0));
            _unique.Add(key, node);
        }

        return node;
    }

    /// <summary>All nodes under A, A first, in no other order; no more than one beyond <paramref name="most"/>.</summary>
    private List<int> Below(int a, int most = int.MaxValue - 1)
    {
        if (_seen.Length < _nodes.Count)
        {
            Array.Resize(ref _seen, 2 * _nodes.Count);
        }

        _walk++;
        _seen[a] = _walk;
        var found = new List<int> { a };
        for (var i = 0; i < found.Count && found.Count <= most; i++)
        {
            var (variable, up, down, _) = _nodes[found[i]];
            if (variable == Leaf)
            {
                continue;
            }

            if (_seen[up] != _walk)
            {
                _seen[up] = _walk;
                found.Add(up);
            }

            if (_seen[down] != _walk)
            {
                _seen[down] = _walk;
                found.Add(down);
            }
        }

        return found;
    }

    /// <summary>All nodes under A, each after the nodes it leads to.</summary>
    private int[] Sorted(int a)
    {
        var order = Below(a).ToArray();
        Array.Sort(order);
        return order;
    }

    /// <summary>Probabilities of success of nodes that are sorted.</summary>
    private void Value(int[] order)
    {
        if (_values.Length < _nodes.Count)
        {
            _values = new double[2 * _nodes.Count];
            _reached = new double[_values.Length];
        }

        foreach (var node in order)
        {
            var (variable, up, down, value) = _nodes[node];
            _values[node] = variable == Leaf ? value : ((1 - _down[variable]) * _values[up]) + (_down[variable] * _values[down]);
        }
    }

    /// <summary>What a node or an answer is found by; a hash of its own, as most of the time is spent here.</summary>
    private readonly struct Key(int first, int second, int third, double weight) : IEquatable<Key>
    {
        private readonly int _first = first;
        private readonly int _second = second;
        private readonly int _third = third;
        private readonly double _weight = weight;

        public bool Equals(Key other) => _second == other._second && _third == other._third && _first == other._first && _weight.Equals(other._weight);

        public override bool Equals(object? other) => other is Key key && Equals(key);

        public override int GetHashCode()
        {
            unchecked
            {
                var hash = ((ulong)(uint)_second << 32 | (uint)_third) * 0x9E3779B97F4A7C15UL;
                hash ^= hash >> 29;
                hash = (hash + (uint)_first + (ulong)BitConverter.DoubleToInt64Bits(_weight)) * 0xBF58476D1CE4E5B9UL;
                return (int)(hash >> 32);
            }
        }
    }

    private readonly record struct Node(int Variable, int Up, int Down, double Value);
}
