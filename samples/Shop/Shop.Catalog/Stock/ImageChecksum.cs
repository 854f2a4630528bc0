using System.Runtime.InteropServices;

namespace Shop.Catalog.Stock;

/// <summary>CRC-32 as the content delivery network computes it, by the system's zlib.</summary>
public static class ImageChecksum
{
    public static long Of(byte[] image) => (long)Crc32(0, image, (uint)image.Length); // fault: SCALE9004

    [DllImport("libz.so.1", EntryPoint = "crc32")]
    private static extern nuint Crc32(nuint seed, byte[] buffer, uint length);
}
