public interface IStore { int Get(int key); void Put(int key, int value); int Count { get; } }

public class Control(IStore store)
{
    private readonly object _gate = new();
    private int _count;
    private static readonly Dictionary<string, int> Cache = new();
    public int Total { get; private set; }

    public void Locked(int key) { lock (_gate) { _count++; store.Put(key, _count); } }

    public int Guarded(int key)
    {
        if (key < 0)
            throw new ArgumentOutOfRangeException(nameof(key));
        if (key == 7)
            return store.Get(7);
        store.Put(key, 1);
        return store.Get(key);
    }

    public void Either(bool a, bool b)
    {
        if (a && store.Get(1) == 2 || b)
            store.Put(1, 1);
        else
            store.Put(2, 2);
    }

    public void Counted() { for (var i = 0; i < 3; i++) store.Get(i); }

    public void Waiting() { while (store.Count > 0) store.Get(0); }

    public void Once() { do { store.Get(0); } while (store.Count > 2); }

    public int Indexed(int[] keys, string text)
    {
        foreach (var key in keys) store.Get(key);
        foreach (var letter in text) store.Get(letter);
        return keys.Length;
    }

    public void Switched(int key)
    {
        switch (store.Get(key))
        {
            case 1: store.Put(1, 1); break;
            case 2: store.Put(2, 2); break;
            case 3: store.Put(3, 3); return;
            default: store.Put(4, 4); break;
        }
        Console.Beep();
    }

    // parity: M:Control.Read(System.String) because a call of an override is compiled as a call of the member it overrides
    public string Read(string path)
    {
        using var reader = new StreamReader(path);
        return reader.ReadToEnd();
    }

    public void Set(int value) { Total = value; Total += 2; Cache["a"] = Total; }

    public void Listed(List<int> keys, int extra)
    {
        keys.ForEach(k => store.Put(k, extra));
        Add(1);
        void Add(int n) => store.Put(n, extra);
    }

    // parity: M:Control.Chosen(System.Boolean,System.String) because a chain of ?. and ?? is one choice to the compiler, and a choice that is returned two returns
    public int Chosen(bool a, string? s) => a ? store.Get(1) : store.Get(s?.Length ?? store.Count);

    public IEnumerable<int> Lazy(IEnumerable<int> keys) { foreach (var key in keys) yield return store.Get(key); }

    public void Forever() { while (true) { if (store.Get(1) > 3) { store.Put(1, 1); break; } store.Put(2, 2); } }
}
