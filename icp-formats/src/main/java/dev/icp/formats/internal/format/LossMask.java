package dev.icp.formats.internal.format;

import dev.icp.PackedContext;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of a context the model is to learn: all but padding, a byte each, 1 or 0. The file
 * of a shard has those of all its contexts, one after the other, and nothing else.
 */
public final class LossMask implements Closeable {
  private final LittleEndianFile file;

  /** Opens a file. */
  public LossMask(Path file) throws IOException {
    this.file = new LittleEndianFile(file, 0);
  }

  /** Returns a byte for each token. */
  public static byte[] of(PackedContext context) {
    byte[] mask = new byte[context.length()];
    Arrays.fill(mask, 0, context.length() - context.padding(), (byte) 1);
    return mask;
  }

  /**
   * Returns which tokens are to be learned.
   *
   * @return null if a byte is neither 0 nor 1
   */
  public static boolean @Nullable [] learned(byte[] mask) {
    boolean[] learned = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0 && mask[i] != 1) {
        return null;
      }
      learned[i] = mask[i] == 1;
    }
    return learned;
  }

  /** Reads what is said of the next tokens. */
  public boolean[] next(int tokens) throws IOException {
    long begin = file.position();
    boolean[] learned = learned(file.bytes(tokens));
    if (learned == null) {
      throw file.bad("neither 0 nor 1 in the " + tokens + " bytes from " + begin + " on");
    }
    return learned;
  }

  /** Passes over tokens. */
  public void skip(long tokens) throws IOException {
    file.seek(file.position() + tokens);
  }

  /** Throws unless the file ends here. */
  public void requireEnd() throws IOException {
    if (file.position() != file.size()) {
      throw file.bad("goes on behind the last token");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
