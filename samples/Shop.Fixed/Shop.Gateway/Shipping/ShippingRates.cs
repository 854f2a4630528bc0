using System.Collections.Concurrent;
using Shop.Contracts;

namespace Shop.Gateway.Shipping;

/// <summary>The parcel service's rates as last heard, so that no customer waits for the parcel service.</summary>
public sealed class ShippingRates
{
    public static readonly string[] Countries = ["de", "fr", "nl"];

    private readonly ConcurrentDictionary<string, IReadOnlyList<ShippingRateDto>> _rates = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ShippingRateDto>? Of(string country) => _rates.GetValueOrDefault(country);

    public void Keep(string country, IReadOnlyList<ShippingRateDto> rates) => _rates[country] = rates;
}
