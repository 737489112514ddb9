package dev.icp.formats.internal.corpus;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file that is one document. */
final class TextSource implements DocumentSource {
  /** So much of a file tells most that are not text, however large they are. */
  private static final int HEAD = 1 << 16;

  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final String name;
  private final PeekInput in;
  private final long size;
  private final boolean mayBeBroken;
  private boolean read;

  /**
   * @param size in bytes, or −1 where that is not known
   * @param mayBeBroken whether a file that cannot be read to its end is no document, rather than
   *     the end of everything
   */
  TextSource(String name, PeekInput in, long size, boolean mayBeBroken) {
    this.name = name;
    this.in = in;
    this.size = size;
    this.mayBeBroken = mayBeBroken;
  }

  @Override
  public @Nullable Document next() throws IOException {
    if (read) {
      return null;
    }
    read = true;
    try {
      return document();
    } catch (IOException e) {
      if (mayBeBroken) {
        throw new CorpusException(name, IoFailures.reason(e), e);
      }
      throw e;
    }
  }

  private Document document() throws IOException {
    int head = in.peek(HEAD);
    requireText(in.peeked(), head, head >= HEAD);
    if (size > LARGEST) {
      throw tooLarge();
    }
    byte[] bytes = all();
    requireText(bytes, bytes.length, false);
    int from = Utf8.hasByteOrderMark(bytes, 0, bytes.length) ? 3 : 0;
    return new Document(name, new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
  }

  private byte[] all() throws IOException {
    byte[] bytes = new byte[(int) Math.max(0, size)];
    int got = in.readNBytes(bytes, 0, bytes.length);
    // The size is not known, or as of /proc not true.
    byte[] rest = in.readNBytes(LARGEST - got);
    if (in.read() >= 0) {
      throw tooLarge();
    }
    if (rest.length == 0) {
      return got == bytes.length ? bytes : Arrays.copyOf(bytes, got);
    }
    byte[] joined = got == 0 ? rest : Arrays.copyOf(bytes, got + rest.length);
    System.arraycopy(rest, 0, joined, got, rest.length);
    return joined;
  }

  private CorpusException tooLarge() {
    return new CorpusException(name, "larger than 2 GiB");
  }

  private void requireText(byte[] bytes, int length, boolean goesOn) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        throw new CorpusException(name, "not text (it holds NUL bytes)");
      }
    }
    int malformed = Utf8.firstMalformed(bytes, 0, length);
    // The last character may be cut in two where the file goes on.
    if (malformed >= 0 && !(goesOn && malformed > length - 4)) {
      throw new CorpusException(
          name,
          String.format(
              Locale.ROOT,
              "not UTF-8 text: byte 0x%02X at offset %d",
              bytes[malformed] & 0xFF,
              malformed));
    }
  }

  @Override
  public String location() {
    return name;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
