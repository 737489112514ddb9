package dev.icp.formats;

import com.github.luben.zstd.Zstd;
import dev.icp.formats.internal.corpus.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compresses. */
final class Packed {
  private Packed() {}

  static byte[] as(Compression compression, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      switch (compression) {
        case NONE -> out.write(bytes);
        case GZIP -> out.write(TestFiles.gzip(bytes));
        case ZSTD -> out.write(Zstd.compress(bytes));
        case BZIP2 -> write(new BZip2CompressorOutputStream(out), bytes);
        case XZ -> write(new XZOutputStream(out, new LZMA2Options()), bytes);
        case LZ4 -> write(new FramedLZ4CompressorOutputStream(out), bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(OutputStream packer, byte[] bytes) throws IOException {
    try (packer) {
      packer.write(bytes);
    }
  }
}
