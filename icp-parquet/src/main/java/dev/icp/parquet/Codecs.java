package dev.icp.parquet;

import com.github.luben.zstd.Zstd;
import dev.icp.formats.internal.files.ZstdLibrary;
import dev.icp.internal.base.NativeFolders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compression without Hadoop's codecs: reads what is not compressed, Snappy, gzip, Zstandard and
 * LZ4_RAW; writes Zstandard. A page that says it is larger than anything of its compressed size can
 * be is refused before there is memory for it.
 */
final class Codecs implements CompressionCodecFactory {
  /** What can be read, for messages. */
  static final String KNOWN = "Snappy, gzip, Zstandard, LZ4_RAW and no compression";

  /** No codec here makes less than one byte of so many. */
  private static final long HIGHEST_RATIO = 100_000;

  private static final int LEVEL = 3;
  private static final String SNAPPY_FOLDER = "org.xerial.snappy.tempdir";

  /**
   * Loads what is native before anything is read or written.
   *
   * @throws IOException if there is no folder that it can be loaded from
   */
  static void prepare() throws IOException {
    ZstdLibrary.require();
    Path folder = NativeFolders.proven();
    if (folder != null && System.getProperty(SNAPPY_FOLDER) == null) {
      System.setProperty(SNAPPY_FOLDER, folder.toString());
    }
  }

  /** Returns whether data compressed like this can be read. */
  static boolean reads(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> true;
      case LZO, BROTLI, LZ4 -> false;
    };
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Decompressor(codec);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("codec: " + codec + ", expected ZSTD");
    }
    return new BytesInputCompressor() {
      @Override
      public BytesInput compress(BytesInput bytes) throws IOException {
        return BytesInput.from(Zstd.compress(allOf(bytes), LEVEL));
      }

      @Override
      public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public void release() {}

  private static byte[] allOf(BytesInput bytes) throws IOException {
    return bytes.toInputStream().readAllBytes();
  }

  private record Decompressor(CompressionCodecName codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(decompress(allOf(bytes), size));
    }

    @Override
    public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int size)
        throws IOException {
      byte[] bytes = new byte[inputSize];
      input.get(bytes);
      output.put(decompress(bytes, size));
    }

    private byte[] decompress(byte[] bytes, int size) throws IOException {
      if (size < 0 || size > (bytes.length + 64L) * HIGHEST_RATIO) {
        throw new IOException("a page of " + bytes.length + " bytes claims to hold " + size);
      }
      byte[] result =
          switch (codec) {
            case UNCOMPRESSED -> bytes;
            case SNAPPY -> {
              if (Snappy.uncompressedLength(bytes) != size) {
                throw new IOException("a page of snappy data is not as long as it says");
              }
              yield Snappy.uncompress(bytes);
            }
            case GZIP -> {
              try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                yield in.readNBytes(size);
              }
            }
            case ZSTD -> Zstd.decompress(bytes, size);
            case LZ4_RAW -> {
              // Not the library that Parquet itself has for it: that makes Java warn of it.
              try (InputStream in =
                  new BlockLZ4CompressorInputStream(new ByteArrayInputStream(bytes))) {
                yield in.readNBytes(size);
              }
            }
            default -> throw new IOException("compressed with " + codec + ", which is not known");
          };
      if (result.length != size) {
        throw new IOException("a page of " + result.length + " bytes claims to have " + size);
      }
      return result;
    }

    @Override
    public void release() {}
  }
}
