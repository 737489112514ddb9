package dev.icp.formats.internal.corpus;

import dev.icp.formats.internal.corpus.Sources.Opened;
import dev.icp.formats.internal.files.Checksums;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.internal.base.Build;
import dev.icp.internal.base.Sha256;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file while it is read, of which it is noted what it holds: the SHA-256 of the very bytes that
 * documents are made of. So it does not matter when it was changed, or by what clock. What is not
 * read from its beginning to its end, as Parquet, is read once more for that, and is not known if
 * it has another size or date afterwards.
 *
 * <p>Where JSON Lines have grown and their beginning has the SHA-256 that it had, reading goes on
 * behind it: in compressed files behind the last member or frame. Used once.
 */
public final class WatchedFile {
  private static final int DIGITS = 16;

  private final InputFile file;
  private final Sources sources;
  private final String reading;
  private @Nullable DigestedInput bytes;
  private @Nullable Opened opened;
  private @Nullable FileState before;
  private @Nullable Whole content;
  private @Nullable FileState known;

  /**
   * @param settings of whoever reads, besides the sources', that decide what documents are
   */
  public WatchedFile(InputFile file, Sources sources, String settings) {
    this.file = file;
    this.sources = sources;
    String all =
        String.join(
            "\0",
            Build.fingerprint(WatchedFile.class),
            sources.settings(),
            settings,
            Boolean.toString(file.given()));
    reading = Sha256.hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  /** What a file, and what is read with it, held when it was looked at. */
  private record Whole(String times, long size, String sha256) {
    static Whole of(Path file) throws IOException {
      List<Path> all = TokenFiles.all(file);
      StringBuilder sums = new StringBuilder();
      long size = 0;
      for (Path each : all) {
        size += Files.size(each);
        sums.append(Checksums.sha256(each, done -> {}));
      }
      String sum =
          all.size() == 1
              ? sums.toString()
              : Sha256.hex(sums.toString().getBytes(StandardCharsets.UTF_8));
      return new Whole(times(file), size, sum);
    }

    static String times(Path file) throws IOException {
      StringBuilder times = new StringBuilder();
      for (Path each : TokenFiles.all(file)) {
        times.append(Files.size(each)).append(' ').append(Files.getLastModifiedTime(each));
      }
      return times.toString();
    }
  }

  private static boolean isReadThrough(ContentKind kind) {
    return kind != ContentKind.PARQUET && kind != ContentKind.MEGATRON && kind != ContentKind.NUMPY;
  }

  /** Opens it at its beginning. */
  public Opened open() throws IOException {
    if (file.isStream()) {
      opened = sources.open(file);
      return opened;
    }
    DigestedInput digested = new DigestedInput(file.open());
    bytes = digested;
    Opened found = sources.open(file, digested);
    opened = found;
    try {
      if (!isReadThrough(found.kind())) {
        content = Whole.of(file.path());
      }
      return found;
    } catch (Throwable cause) {
      OnFailure.close(found.source(), cause);
      throw cause;
    }
  }

  /** What a file begins with that need not be read: so many documents, and perhaps more. */
  public record Skipped(ContentKind kind, long documents, long endTokens, @Nullable Opened rest) {}

  /**
   * Goes behind what it held when {@link #state} said this; null if it does not begin with it any
   * more, and has to be opened.
   *
   * @throws IOException if it cannot be read
   */
  public @Nullable Skipped skip(String state) throws IOException {
    FileState then = FileState.of(state);
    if (then == null || !then.reading().equals(reading) || file.isStream()) {
      return null;
    }
    if (!isReadThrough(then.kind())) {
      Whole now = Whole.of(file.path());
      known = now.size == then.bytes() && now.sha256.equals(then.sha256()) ? then : null;
      return known == null
          ? null
          : new Skipped(then.kind(), then.documents(), then.endTokens(), null);
    }
    long size = Files.size(file.path());
    if (size < then.bytes() || (size > then.bytes() && !then.canGrow())) {
      return null;
    }
    DigestedInput digested = new DigestedInput(file.open());
    try {
      Skipped skipped = skip(then, digested);
      if (skipped == null || skipped.rest() == null) {
        digested.close();
      }
      return skipped;
    } catch (Throwable cause) {
      OnFailure.close(digested, cause);
      throw cause;
    }
  }

  private @Nullable Skipped skip(FileState then, DigestedInput digested) throws IOException {
    digested.skipTo(then.bytes());
    if (digested.count() < then.bytes() || !digested.sha256().equals(then.sha256())) {
      return null;
    }
    PeekInput rest = new PeekInput(digested);
    if (rest.peek(1) == 0) {
      known = then;
      return new Skipped(then.kind(), then.documents(), then.endTokens(), null);
    }
    if (!then.canGrow() || !isStill(then)) {
      return null;
    }
    DocumentSource source = sources.linesBehind(file.name(), rest, then);
    if (source == null) {
      return null;
    }
    before = then;
    bytes = digested;
    opened = new Opened(source, then.kind(), then.compression());
    return new Skipped(then.kind(), then.documents(), then.endTokens(), opened);
  }

  /** What a file is its beginning says, which may go on where it ended before. */
  private boolean isStill(FileState then) throws IOException {
    Opened now = sources.open(file);
    now.source().close();
    return now.kind() == then.kind() && now.compression() == then.compression();
  }

  /**
   * Hears that all documents have come, before the source is closed.
   *
   * @param documents that came, those that were skipped not counted
   * @param endTokens off how many, of all, one was taken
   */
  public void end(long documents, long endTokens) throws IOException {
    Opened read = opened;
    DigestedInput digested = bytes;
    if (read == null || digested == null) {
      return;
    }
    Whole random = content;
    if (random != null) {
      known =
          random.times.equals(Whole.times(file.path()))
              ? state(read, random.size, random.sha256, documents, endTokens)
              : null;
      return;
    }
    digested.skipTo(Long.MAX_VALUE);
    known = state(read, digested.count(), digested.sha256(), documents, endTokens);
  }

  private FileState state(Opened read, long size, String sha256, long documents, long endTokens) {
    FileState then = before;
    boolean lines = read.kind() == ContentKind.JSON_LINES;
    JsonSource json = lines && read.source() instanceof JsonSource source ? source : null;
    return new FileState(
        reading,
        read.kind(),
        read.compression(),
        size,
        sha256,
        json == null ? 0 : json.pieces(),
        json != null && json.isEnded(),
        (then == null ? 0 : then.documents()) + documents,
        endTokens);
  }

  /** Returns what is known of it, when all documents have come; null if nothing is for sure. */
  public @Nullable String state() {
    FileState now = known;
    return now == null ? null : now.text();
  }
}
