package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.corpus.TokenSource.Span;
import dev.icp.formats.internal.corpus.TokenSource.Spans;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tokens in {@code .npy}: a matrix with a document a row; or numbers in a row, with a file of
 * offsets beside them; or, as Dolma and OLMo-core have them, without a header of NumPy, with the
 * rows of documents in {@code .csv.gz} beside them.
 */
final class NumpyTokens {
  static final String ENDING = ".npy";

  private NumpyTokens() {}

  /** Returns whether a file is tokens: whole numbers, or no header and rows of documents beside. */
  static boolean isTokens(Path file) {
    if (!file.toString().endsWith(ENDING) || !Files.isRegularFile(file)) {
      return false;
    }
    try {
      if (!hasHeader(file)) {
        return rowsOf(file) != null;
      }
      try (FileChannel channel = FileChannel.open(file)) {
        return NumberType.ofNumpy(NpyArray.read(channel).type()) != null;
      }
    } catch (IOException e) {
      // Then it is taken for no tokens, and read as any other file.
      return false;
    }
  }

  private static boolean hasHeader(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(NpyArray.MAGIC.length), NpyArray.MAGIC);
    }
  }

  /** Returns what says where documents end; null if there is no such file. */
  static @Nullable Path beside(Path file) {
    Path offsets = offsetsOf(file);
    return offsets == null ? rowsOf(file) : offsets;
  }

  private static @Nullable Path offsetsOf(Path file) {
    String stem = stem(file);
    return firstOf(
        file,
        stem + ".offsets" + ENDING,
        stem + "_offsets" + ENDING,
        stem.replace("tokens", "offsets") + ENDING);
  }

  private static @Nullable Path rowsOf(Path file) {
    return firstOf(file, stem(file) + ".csv.gz", stem(file) + ".csv");
  }

  /** Returns which files a file may stand beside, by its name; some may not be there. */
  static List<Path> ownersOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return Stream.of(
            name.replaceFirst("[._]offsets\\.npy$", ENDING),
            name.replace("offsets", "tokens"),
            name.replaceFirst("\\.csv(\\.gz)?$", ENDING))
        .filter(owner -> !owner.equals(name) && owner.endsWith(ENDING))
        .map(file::resolveSibling)
        .toList();
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ENDING.length());
  }

  private static @Nullable Path firstOf(Path file, String... names) {
    return Stream.of(names)
        .map(file::resolveSibling)
        .filter(other -> !other.equals(file) && Files.isRegularFile(other))
        .findFirst()
        .orElse(null);
  }

  /**
   * Opens tokens.
   *
   * @param withIds whether documents are called by the ids in the rows beside, where there are any
   * @throws CorpusException if they are not what they should be
   * @throws IOException if they cannot be read
   */
  static TokenSource open(Path file, String name, boolean withIds) throws IOException {
    if (!hasHeader(file)) {
      return withoutHeader(file, name, withIds);
    }
    NpyArray array;
    try (FileChannel channel = FileChannel.open(file)) {
      array = NpyArray.read(channel);
    }
    NumberType type = NumberType.ofNumpy(array.type());
    List<Long> shape = array.shape();
    if (type == null) {
      throw new CorpusException(
          name, "numbers of type " + array.type() + ": tokens are little-endian whole numbers");
    }
    if (shape.isEmpty() || shape.size() > 2 || (shape.size() == 2 && array.fortran())) {
      throw new CorpusException(
          name,
          "a shape of "
              + array.shapeText()
              + (array.fortran() ? " in Fortran order" : "")
              + ", expected a document a row in C order, or all tokens in one row");
    }
    long size = Files.size(file);
    long tokens = shape.size() == 1 ? shape.get(0) : product(shape.get(0), shape.get(1));
    long expected = tokens > size ? Long.MAX_VALUE : array.offset() + tokens * type.bytes();
    if (size != expected) {
      throw new CorpusException(
          name,
          (size < expected ? "ends too early: " : "goes on after its last number: ")
              + size
              + " bytes, expected "
              + expected);
    }
    return open(new NumberFile(file, array.offset(), type, tokens), name, shape, withIds);
  }

  private static long product(long rows, long columns) {
    return rows > 0 && columns > Long.MAX_VALUE / rows ? Long.MAX_VALUE : rows * columns;
  }

  private static TokenSource open(NumberFile tokens, String name, List<Long> shape, boolean withIds)
      throws IOException {
    try {
      Spans spans =
          shape.size() == 2
              ? new Rows(shape.get(0), shape.get(1))
              : beside(tokens.path(), name, tokens.size(), withIds);
      return new TokenSource(name, tokens, spans);
    } catch (Throwable cause) {
      OnFailure.close(tokens, cause);
      throw cause;
    }
  }

  private static Spans beside(Path file, String name, long tokens, boolean withIds)
      throws IOException {
    Path offsets = offsetsOf(file);
    if (offsets != null) {
      return TokenOffsets.open(offsets, name, tokens);
    }
    Path rows = rowsOf(file);
    if (rows == null) {
      throw new CorpusException(
          name,
          "nothing says where its documents end: expected "
              + stem(file)
              + ".offsets.npy or "
              + stem(file)
              + ".csv.gz beside it, or a document a row");
    }
    return new TokenRows(rows, withIds);
  }

  private static TokenSource withoutHeader(Path file, String name, boolean withIds)
      throws IOException {
    Path rows = rowsOf(file);
    if (rows == null) {
      throw new CorpusException(
          name, "without a header of NumPy, and there is no " + stem(file) + ".csv.gz beside it");
    }
    long tokens = TokenRows.countTokens(rows, name);
    long size = Files.size(file);
    NumberType type =
        size == tokens * Short.BYTES
            ? NumberType.UINT16
            : size == tokens * Integer.BYTES
                ? NumberType.UINT32
                : size == tokens * Long.BYTES ? NumberType.UINT64 : null;
    if (type == null) {
      throw new CorpusException(
          name,
          size
              + " bytes are not the "
              + tokens
              + " tokens of "
              + rows.getFileName()
              + ", of 2, 4 or 8 bytes each");
    }
    NumberFile numbers = new NumberFile(file, 0, type, tokens);
    try {
      return new TokenSource(name, numbers, new TokenRows(rows, withIds));
    } catch (Throwable cause) {
      OnFailure.close(numbers, cause);
      throw cause;
    }
  }

  /** Each row of a matrix is a document. */
  private static final class Rows implements Spans {
    private final long rows;
    private final long columns;
    private long next;

    Rows(long rows, long columns) {
      this.rows = rows;
      this.columns = columns;
    }

    @Override
    public @Nullable Span next() {
      if (next == rows) {
        return null;
      }
      long from = columns * next++;
      return new Span(from, from + columns, null);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
