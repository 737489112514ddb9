package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.corpus.TokenSource.Span;
import dev.icp.formats.internal.format.megatron.MegatronFormat;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The documents of an indexed dataset of Megatron-LM, as {@link MegatronFormat} describes it: a
 * document is some sequences, one behind the other.
 */
final class MegatronTokens implements TokenSource.Spans {
  static final String INDEX = ".idx";
  static final String TOKENS = ".bin";

  private static final byte[] MAGIC =
      (MegatronFormat.MAGIC + "\0\0").getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 34;

  private final NumberFile lengths;
  private final NumberFile pointers;
  private final NumberFile documents;
  private final int tokenBytes;
  private long next;
  private long end;

  private MegatronTokens(Path index, long sequences, long documents, int tokenBytes)
      throws IOException {
    this.tokenBytes = tokenBytes;
    lengths = new NumberFile(index, HEADER_BYTES, NumberType.INT32, sequences);
    pointers =
        new NumberFile(
            index, HEADER_BYTES + Integer.BYTES * sequences, NumberType.INT64, sequences);
    this.documents =
        new NumberFile(
            index,
            HEADER_BYTES + (Integer.BYTES + Long.BYTES) * sequences,
            NumberType.INT64,
            documents + 1);
  }

  /** Returns whether a file is such an index. */
  static boolean isIndex(Path file) {
    if (!file.toString().endsWith(INDEX) || !Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      // Whoever reads it says so.
      return false;
    }
  }

  /** Returns where the tokens of an index stand. */
  static Path tokensOf(Path index) {
    return withEnding(index, INDEX, TOKENS);
  }

  /** Returns where the index of a file of tokens would stand; null for what is called otherwise. */
  static @Nullable Path indexOf(Path tokens) {
    return tokens.toString().endsWith(TOKENS) ? withEnding(tokens, TOKENS, INDEX) : null;
  }

  private static Path withEnding(Path file, String ending, String other) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
  }

  /**
   * Opens an index and its tokens.
   *
   * @throws CorpusException if they are none, or not of each other
   * @throws IOException if they cannot be read
   */
  static TokenSource open(Path index, String name) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (InputStream in = Files.newInputStream(index)) {
      byte[] bytes = in.readNBytes(HEADER_BYTES);
      if (bytes.length < HEADER_BYTES) {
        throw new CorpusException(name, "ends too early: " + bytes.length + " bytes");
      }
      header.put(bytes).position(MAGIC.length);
    }
    long version = header.getLong();
    NumberType type = NumberType.ofMegatron(header.get());
    if (version != 1 || type == null) {
      throw new CorpusException(
          name,
          "version "
              + version
              + " with numbers of type "
              + header.get(HEADER_BYTES - 2 * Long.BYTES - 1)
              + ", expected version 1 with whole numbers");
    }
    long sequences = header.getLong();
    long documents = header.getLong() - 1;
    requireSize(name, Files.size(index), sequences, documents);
    Path file = tokensOf(index);
    if (!Files.isRegularFile(file)) {
      throw new CorpusException(name, "its tokens are missing: there is no " + file.getFileName());
    }
    MegatronTokens spans = new MegatronTokens(index, sequences, documents, type.bytes());
    try {
      long tokens = spans.countTokens(name);
      long bytes = Files.size(file);
      if (bytes != tokens * type.bytes()) {
        throw new CorpusException(
            name,
            file.getFileName()
                + " has "
                + bytes
                + " bytes, expected "
                + tokens * type.bytes()
                + " for "
                + tokens
                + " tokens");
      }
      return new TokenSource(name, new NumberFile(file, 0, type, tokens), spans);
    } catch (Throwable cause) {
      OnFailure.close(spans, cause);
      throw cause;
    }
  }

  private static void requireSize(String name, long size, long sequences, long documents) {
    long most = size / (Integer.BYTES + Long.BYTES);
    boolean possible =
        sequences >= 0 && documents >= 0 && sequences <= most && documents <= size / Long.BYTES;
    long expected =
        possible
            ? HEADER_BYTES + (Integer.BYTES + Long.BYTES) * sequences + Long.BYTES * (documents + 1)
            : -1;
    if (possible && sequences > 0 && size == expected + sequences) {
      throw new CorpusException(name, "a dataset of several modes, not of tokens alone");
    }
    if (size != expected) {
      throw new CorpusException(
          name,
          sequences
              + " sequences of "
              + documents
              + " documents in "
              + size
              + " bytes"
              + (possible ? ", expected " + expected : ""));
    }
  }

  private long countTokens(String name) throws IOException {
    long tokens = 0;
    for (long s = 0; s < lengths.size(); s++) {
      long length = lengths.get(s);
      if (length < 0) {
        throw new CorpusException(name, "sequence " + s + " has " + length + " tokens");
      }
      tokens += length;
    }
    return tokens;
  }

  @Override
  public @Nullable Span next() throws IOException {
    long before = documents.get(next);
    if (next == 0 && before != 0) {
      throw new IOException("the first document begins with sequence " + before + ", expected 0");
    }
    long last = documents.size() - 1;
    long behind = next == last ? before : documents.get(next + 1);
    if (behind < before || behind > lengths.size()) {
      throw new IOException(
          "the document begins with sequence "
              + before
              + " and ends before sequence "
              + behind
              + " of "
              + lengths.size());
    }
    if (next + 1 >= last && behind != lengths.size()) {
      throw new IOException(
          "the last document ends before sequence " + behind + " of " + lengths.size());
    }
    if (next == last) {
      return null;
    }
    next++;
    long from = end;
    for (long s = before; s < behind; s++) {
      long pointer = pointers.get(s);
      if (pointer != end * tokenBytes) {
        throw new IOException(
            "sequence " + s + " begins at byte " + pointer + ", expected " + end * tokenBytes);
      }
      end += lengths.get(s);
    }
    return new Span(from, end, null);
  }

  @Override
  public void close() throws IOException {
    try (lengths;
        pointers;
        documents) {
      // Each closes what it has.
    }
  }
}
