namespace ScaleLint.Model;

/// <summary>Where a number comes from.</summary>
public enum Provenance
{
    /// <summary>A default or a preset: nobody said so for this system.</summary>
    Assumed,

    /// <summary>Written down for this system: in its code, its configuration or its system file.</summary>
    Declared,

    /// <summary>Observed in this system, for example by calibration from traces.</summary>
    Measured,
}

/// <summary>A number that knows where it comes from. A bare <see cref="double"/> counts as declared.</summary>
public readonly record struct Quantity(double Value, Provenance Provenance)
{
    public static Quantity Assumed(double value) => new(value, Provenance.Assumed);

    public static Quantity Declared(double value) => new(value, Provenance.Declared);

    public static Quantity Measured(double value) => new(value, Provenance.Measured);

    public static implicit operator Quantity(double value) => new(value, Provenance.Declared);

    public static implicit operator double(Quantity quantity) => quantity.Value;
}
