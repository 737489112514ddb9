package dev.icp.formats.internal.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tokens and nothing else, cut every context length. */
public final class FixedLengthTokens implements Closeable {
  private final LittleEndianFile file;
  private final int contextLength;
  private final int tokenBytes;

  public FixedLengthTokens(Path file, int contextLength, int tokenBytes) throws IOException {
    this.file = new LittleEndianFile(file, 0);
    this.contextLength = contextLength;
    this.tokenBytes = tokenBytes;
  }

  /** Returns how many tokens there are. */
  public long count() {
    return file.size() / tokenBytes;
  }

  /** Returns the place of the token that is next. */
  public long next() {
    return file.position() / tokenBytes;
  }

  /** Returns the next context; null after the last one. */
  public int @Nullable [] read() throws IOException {
    return file.position() == file.size() ? null : file.tokens(contextLength, tokenBytes);
  }

  /** Passes over a context. */
  public void skip() throws IOException {
    file.seek(file.position() + (long) contextLength * tokenBytes);
  }

  public int contextLength() {
    return contextLength;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
