package dev.icp.formats.internal.corpus;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.formats.spi.DocumentSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file that is one document. */
public final class TextFileSource implements DocumentSource {
  /** So much of a file tells most that are not text, however large they are. */
  private static final int HEAD = 1 << 16;

  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private final InputFile file;
  private boolean read;

  TextFileSource(InputFile file) {
    this.file = file;
  }

  @Override
  public @Nullable Document next() throws IOException {
    if (read) {
      return null;
    }
    read = true;
    if (Files.isRegularFile(file.path()) && Files.size(file.path()) > HEAD) {
      requireText(head(), true);
      if (Files.size(file.path()) > LARGEST) {
        throw new CorpusException(file.name(), "larger than 2 GiB");
      }
    }
    byte[] bytes = Files.readAllBytes(file.path());
    requireText(bytes, false);
    int from = Utf8.hasByteOrderMark(bytes, 0, bytes.length) ? 3 : 0;
    return new Document(
        file.name(), new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
  }

  private byte[] head() throws IOException {
    try (InputStream in = Files.newInputStream(file.path())) {
      return in.readNBytes(HEAD);
    }
  }

  private void requireText(byte[] bytes, boolean goesOn) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new CorpusException(file.name(), "not text (it holds NUL bytes)");
      }
    }
    int malformed = Utf8.firstMalformed(bytes, 0, bytes.length);
    // The last character may be cut in two where the file goes on.
    if (malformed >= 0 && !(goesOn && malformed > bytes.length - 4)) {
      throw new CorpusException(
          file.name(),
          String.format(
              Locale.ROOT,
              "not UTF-8 text: byte 0x%02X at offset %d",
              bytes[malformed] & 0xFF,
              malformed));
    }
  }

  @Override
  public String location() {
    return file.name();
  }

  @Override
  public void close() {}
}
