namespace Shop.Catalog.Stock;

/// <summary>CRC-32 as the content delivery network computes it.</summary>
public static class ImageChecksum
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Entry((uint)value))];

    public static long Of(byte[] image)
    {
        var checksum = uint.MaxValue;
        foreach (var octet in image)
        {
            checksum = Table[(checksum ^ octet) & 0xFF] ^ (checksum >> 8);
        }

        return checksum ^ uint.MaxValue;
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : Polynomial ^ (value >> 1);
        }

        return value;
    }
}
