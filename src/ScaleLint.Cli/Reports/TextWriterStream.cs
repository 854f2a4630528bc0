using System.Text;

namespace ScaleLint.Cli.Reports;

/// <summary>UTF-8 that goes on into a writer of text as it comes; the writer stays open.</summary>
internal sealed class TextWriterStream(TextWriter output) : Stream
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private char[] characters = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // A character that is cut in two by the end of a piece comes with the next.
        if (characters.Length < Encoding.UTF8.GetMaxCharCount(buffer.Length)) characters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        output.Write(characters.AsSpan(0, decoder.GetChars(buffer, characters, flush: false)));
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
