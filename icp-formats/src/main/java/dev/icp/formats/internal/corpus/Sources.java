package dev.icp.formats.internal.corpus;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.corpus.JsonShape.Expected;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.internal.base.IoFailures;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Opens files as what they hold: how they are compressed, and whether they are Parquet, JSON of
 * some shape or text, is told by their first bytes. Thread-safe.
 */
public final class Sources {
  private static final String PARQUET_MAGIC = "PAR1";

  /** How Parquet goes on: the first field of what follows is a number of 32 bits. */
  private static final String PARQUET_HEAD = PARQUET_MAGIC + (char) 0x15;

  private static final String ENCRYPTED_PARQUET_MAGIC = "PARE";

  private final Fields fields;
  private final JsonLineParser parser;

  public Sources(Fields fields) {
    this.fields = fields;
    parser = new JsonLineParser(fields);
  }

  /** The documents of a file, and what it was found to be. */
  public record Opened(DocumentSource source, ContentKind kind, Compression compression) {}

  /**
   * Opens a file.
   *
   * @throws CorpusException if it cannot hold documents
   * @throws IOException if it cannot be read
   */
  public Opened open(InputFile file) throws IOException {
    return open(file, file.open());
  }

  /**
   * Does so with its bytes, which are closed with what is returned, or if this fails.
   *
   * @param bytes from its beginning
   */
  Opened open(InputFile file, InputStream bytes) throws IOException {
    boolean stream = file.isStream();
    PeekInput in = new PeekInput(bytes);
    try {
      ContentKind tokens = stream ? null : TokenFiles.kind(file.path());
      if (tokens != null && fields.tokenized()) {
        in.close();
        return new Opened(
            TokenFiles.open(file.path(), file.name(), tokens, fields.id() != null),
            tokens,
            Compression.NONE);
      }
      if (!stream && isParquet(file, in)) {
        in.close();
        return parquet(file);
      }
      if (tokens != null) {
        return unreadable(
            file.name(), file.given(), "tokens, which are read where the file itself is given", in);
      }
      return open(file.name(), in, stream ? -1 : Files.size(file.path()), file.given(), stream);
    } catch (Throwable cause) {
      OnFailure.close(in, cause);
      throw cause;
    }
  }

  /**
   * Opens a stream, which is closed with what is returned, and stays open if this fails.
   *
   * @param name what it is called in ids and messages; its ending says what is expected of it
   * @param stream from its beginning
   * @param size in bytes, or −1 where that is not known
   * @param given whether it was asked for by name, rather than found in a folder
   * @param noText whether it is JSON, so that what is not is refused rather than taken for text
   * @throws CorpusException if it cannot hold documents
   * @throws IOException if it cannot be read
   */
  public Opened open(String name, InputStream stream, long size, boolean given, boolean noText)
      throws IOException {
    PeekInput raw = stream instanceof PeekInput peeked ? peeked : new PeekInput(stream);
    int head = raw.peek(Compression.HEAD);
    Compression compression = Compression.of(raw.peeked(), head, name);
    Expected expected = expected(Compression.withoutEnding(name), given, noText);
    // Among other files there are some that only look compressed.
    boolean mayBeBroken = compression != Compression.NONE && !given && !expected.isJson();
    try {
      PeekInput in = compression == Compression.NONE ? raw : new PeekInput(compression.open(raw));
      head = in.peek(PARQUET_HEAD.length());
      if (compression != Compression.NONE && begins(in.peeked(), head, PARQUET_HEAD)) {
        return unreadable(
            name,
            given,
            "Parquet within " + compression.label() + ", which is not read: decompress it",
            in);
      }
      if (noText && begins(in.peeked(), head, PARQUET_MAGIC)) {
        throw new CorpusException(
            name, "Parquet, which is read from files only, not from a stream");
      }
      ContentKind kind = JsonShape.of(in, parser, expected);
      if (fields.tokenized() && kind.isOneDocument()) {
        return unreadable(
            name,
            given,
            "no tokens: neither JSON with a field \"" + fields.text() + "\" nor Parquet",
            in);
      }
      return new Opened(
          kind.isOneDocument()
              ? new TextSource(name, in, compression == Compression.NONE ? size : -1, mayBeBroken)
              : new JsonSource(name, in, kind, parser, 0),
          kind,
          compression);
    } catch (IOException e) {
      if (mayBeBroken) {
        CorpusException reason = new CorpusException(name, IoFailures.reason(e), e);
        return new Opened(new Unreadable(name, reason, raw), ContentKind.TEXT, compression);
      }
      throw e;
    }
  }

  /** Refuses a file that was given, and leaves one of a folder out. */
  private static Opened unreadable(String name, boolean given, String why, InputStream in) {
    CorpusException reason = new CorpusException(name, why);
    if (given) {
      throw reason;
    }
    return new Opened(new Unreadable(name, reason, in), ContentKind.TEXT, Compression.NONE);
  }

  private Opened parquet(InputFile file) throws IOException {
    return new Opened(
        ParquetSupport.find()
            .orElseThrow(() -> new CorpusException(file.name(), ParquetSupport.MISSING))
            .documents(
                file.path(),
                file.name(),
                fields.text(),
                fields.tokenized(),
                fields.id(),
                fields.metadata()),
        ContentKind.PARQUET,
        Compression.NONE);
  }

  /**
   * Opens a part of a file of JSON Lines that is not compressed; closing it closes the stream.
   *
   * @param part from the beginning of a line
   * @param linesBefore how many lines of the file stand before it
   */
  public DocumentSource lines(String name, InputStream part, long linesBefore) {
    return new JsonSource(name, part, ContentKind.JSON_LINES, parser, linesBefore);
  }

  /**
   * Opens what was appended to a file of JSON Lines; closing it closes the stream. Null if it is
   * compressed in another way than what stands before, or does not begin a member or frame.
   */
  @Nullable DocumentSource linesBehind(String name, PeekInput rest, FileState before)
      throws IOException {
    InputStream lines = rest;
    if (before.compression() != Compression.NONE) {
      int head = rest.peek(Compression.HEAD);
      if (Compression.of(rest.peeked(), head, "") != before.compression()) {
        return null;
      }
      lines = before.compression().open(rest);
    }
    return lines(name, lines, before.lines());
  }

  /** Returns what decides, besides a file, what its documents are. */
  String settings() {
    return fields.toString();
  }

  private static Expected expected(String name, boolean given, boolean noText) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (noText || lower.matches(".*\\.(jsonl|ndjson|jsonlines)")) {
      return Expected.JSON_LINES;
    }
    if (lower.endsWith(".json")) {
      return given ? Expected.JSON_GIVEN : Expected.JSON_FOUND;
    }
    return Expected.ANYTHING;
  }

  private static boolean isParquet(InputFile file, PeekInput in) throws IOException {
    if (file.name().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      return true;
    }
    int head = in.peek(PARQUET_MAGIC.length());
    boolean encrypted = begins(in.peeked(), head, ENCRYPTED_PARQUET_MAGIC);
    if (!encrypted && !begins(in.peeked(), head, PARQUET_MAGIC)) {
      return false;
    }
    // Both ends have it.
    byte[] tail = new byte[PARQUET_MAGIC.length()];
    try (SeekableByteChannel channel = Files.newByteChannel(file.path())) {
      channel.position(Math.max(0, channel.size() - tail.length));
      int got = channel.read(ByteBuffer.wrap(tail));
      if (encrypted && begins(tail, got, ENCRYPTED_PARQUET_MAGIC)) {
        throw new CorpusException(file.name(), "encrypted Parquet, which is not supported");
      }
      return begins(tail, got, PARQUET_MAGIC);
    }
  }

  private static boolean begins(byte[] bytes, int length, String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (i >= length || bytes[i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A file that is found to be no document when it is opened. */
  private static final class Unreadable implements DocumentSource {
    private final String name;
    private final InputStream in;
    private @Nullable CorpusException failure;

    Unreadable(String name, CorpusException failure, InputStream in) {
      this.name = name;
      this.failure = failure;
      this.in = in;
    }

    @Override
    public @Nullable Document next() {
      CorpusException e = failure;
      failure = null;
      if (e != null) {
        throw e;
      }
      return null;
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
}
