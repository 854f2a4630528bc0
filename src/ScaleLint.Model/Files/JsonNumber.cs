using System.Globalization;
using Newtonsoft.Json;

namespace ScaleLint.Model;

/// <summary>Numbers in JSON: shortest text that reads back the same, whole numbers without a fraction, null where there is none.</summary>
internal static class JsonNumber
{
    public static void Write(JsonTextWriter json, double? value)
    {
        if (value is not { } number || double.IsNaN(number) || double.IsInfinity(number))
        {
            json.WriteNull();
        }
        else if (number == Math.Floor(number) && Math.Abs(number) < 1e15)
        {
            json.WriteRawValue(number == 0 ? "0" : number.ToString("F0", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
