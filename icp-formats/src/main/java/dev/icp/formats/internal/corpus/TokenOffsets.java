package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.corpus.TokenSource.Span;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of documents in a {@code .npy} file of whole numbers: where each begins and the last one
 * ends, or where each begins, or where each ends. Which of them, the first and the last one say; so
 * a first document without tokens is not seen among ends, nor a last one among beginnings.
 */
final class TokenOffsets implements TokenSource.Spans {
  private final NumberFile offsets;
  private final long tokens;
  private final long documents;
  private final boolean fromFirst;
  private long next;

  private TokenOffsets(NumberFile offsets, long tokens, long documents, boolean fromFirst) {
    this.offsets = offsets;
    this.tokens = tokens;
    this.documents = documents;
    this.fromFirst = fromFirst;
  }

  /**
   * Opens them.
   *
   * @param name of the file with the tokens
   * @param tokens how many it has
   * @throws CorpusException if they are none of so many tokens
   */
  static TokenOffsets open(Path file, String name, long tokens) throws IOException {
    NpyArray array;
    try (FileChannel channel = FileChannel.open(file)) {
      array = NpyArray.read(channel);
    } catch (NpyException e) {
      throw new CorpusException(name, file.getFileName() + ": " + e.getMessage(), e);
    }
    NumberType type = NumberType.ofNumpy(array.type());
    if (type == null || array.shape().size() != 1) {
      throw new CorpusException(
          name,
          file.getFileName()
              + " has numbers of type "
              + array.type()
              + " in a shape of "
              + array.shapeText()
              + ", expected little-endian whole numbers in one row");
    }
    long count = array.shape().get(0);
    long size = Files.size(file);
    if (count > size || size != array.offset() + count * type.bytes()) {
      throw new CorpusException(
          name, file.getFileName() + " has not the size of " + count + " offsets");
    }
    NumberFile offsets = new NumberFile(file, array.offset(), type, count);
    try {
      return of(offsets, name, tokens);
    } catch (Throwable cause) {
      OnFailure.close(offsets, cause);
      throw cause;
    }
  }

  private static TokenOffsets of(NumberFile offsets, String name, long tokens) throws IOException {
    long count = offsets.size();
    long first = count == 0 ? 0 : offsets.get(0);
    long last = count == 0 ? 0 : offsets.get(count - 1);
    if (count == 0 || (first == 0 && last == tokens)) {
      return new TokenOffsets(offsets, tokens, Math.max(0, count - 1), true);
    }
    if (first == 0 && last < tokens) {
      return new TokenOffsets(offsets, tokens, count, true);
    }
    if (first > 0 && last == tokens) {
      return new TokenOffsets(offsets, tokens, count, false);
    }
    throw new CorpusException(
        name,
        offsets.path().getFileName()
            + " begins with "
            + first
            + " and ends with "
            + last
            + ", which is neither where documents of "
            + tokens
            + " tokens begin nor where they end");
  }

  @Override
  public @Nullable Span next() throws IOException {
    if (next == documents) {
      return null;
    }
    long document = next++;
    if (!fromFirst) {
      return new Span(document == 0 ? 0 : offsets.get(document - 1), offsets.get(document), null);
    }
    return new Span(
        offsets.get(document),
        document + 1 == offsets.size() ? tokens : offsets.get(document + 1),
        null);
  }

  @Override
  public void close() throws IOException {
    offsets.close();
  }
}
