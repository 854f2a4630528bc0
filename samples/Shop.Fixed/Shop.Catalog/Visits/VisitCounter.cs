using System.Diagnostics.Metrics;

namespace Shop.Catalog.Visits;

/// <summary>Counts what is looked at, in the process; the metrics that every service sends anyway carry it out.</summary>
public sealed class VisitCounter(IMeterFactory meters)
{
    private readonly Counter<long> _visits = meters.Create("Shop.Catalog").CreateCounter<long>("catalog.visits");

    public void Count(string page) => _visits.Add(1, new KeyValuePair<string, object?>("page", page));
}
