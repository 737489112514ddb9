package dev.icp.formats.internal.output;

import dev.icp.PackedContext;
import dev.icp.PackingReport;
import dev.icp.Tail;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.internal.files.Existing;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.WrittenFile;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.GapTexts;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.jsonl.JsonLinesFormat;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes contexts in one format, shard after shard, with the provenance sidecar beside each. */
public final class ShardedWriter implements ContextWriter {
  private static final int LARGEST_SHORT = 0xFFFF;

  private final OutputFiles files;
  private final boolean publishes;
  private final String folder;
  private final Format format;
  private final OutputOptions options;
  private final long shardBytes;
  private final @Nullable Place place;
  private final List<OutputManifest.Shard> finished = new ArrayList<>();
  private @Nullable GapTexts gaps;
  private RunShape shape;
  private @Nullable FormatWriter writer;
  private int length = -1;
  private @Nullable Shard shard;
  private @Nullable Shard sidecar;
  private long bytesInShard;
  private long firstInShard;
  private long contextsInShard;
  private long contexts;
  private long first;
  private String note = "";
  private boolean committed;
  private boolean closed;

  /**
   * Which shard of an output a writer makes, where others make the others.
   *
   * @param shard its number
   * @param onlyOne whether there is no other
   */
  private record Place(int shard, boolean onlyOne) {}

  private ShardedWriter(
      OutputFiles files,
      boolean publishes,
      String folder,
      Format format,
      OutputOptions options,
      @Nullable Place place) {
    format.require(options);
    this.files = files;
    this.place = place;
    this.publishes = publishes;
    this.folder = folder;
    this.format = format;
    this.options = options;
    shardBytes = options.shardBytes() > 0 ? options.shardBytes() : format.usualShardBytes();
    int tokenBytes = options.tokenBytes() == 0 ? Integer.BYTES : options.tokenBytes();
    shape = new RunShape(options, tokenBytes, "unknown", Sidecar.ENDING, null);
  }

  /**
   * Writes a part of an output: what is committed is published by who owns the files.
   *
   * @param folder below the files' own, with a slash at the end; may be empty
   */
  public static ShardedWriter part(
      OutputFiles files, String folder, Format format, OutputOptions options) {
    return new ShardedWriter(files, false, folder, format, options, null);
  }

  /**
   * Writes one shard of an output, of consecutive contexts, and nothing that stands beside all
   * shards: that is for the writer which {@linkplain #adopt adopts} it.
   *
   * @param shard its number
   * @param onlyOne whether there is no other
   */
  public static ShardedWriter shard(
      OutputFiles files,
      String folder,
      Format format,
      OutputOptions options,
      int shard,
      boolean onlyOne) {
    return new ShardedWriter(files, false, folder, format, options, new Place(shard, onlyOne));
  }

  /** Writes a folder of its own. */
  public static ShardedWriter folder(Path folder, Format format, OutputOptions options)
      throws IOException {
    ShardedWriter writer =
        new ShardedWriter(
            new OutputFiles(folder, Existing.of(options.ifExists())),
            true,
            "",
            format,
            options,
            null);
    writer.requireWritable(format.shardName(0, writer.shardBytes == 0));
    writer.files.requireFree(format::mayOwn);
    return writer;
  }

  /** Writes a single file of JSON Lines. */
  public static ShardedWriter jsonLines(Path file, OutputOptions options) throws IOException {
    Path folder = file.getParent();
    String name = String.valueOf(file.getFileName());
    ShardedWriter writer =
        new ShardedWriter(
            new OutputFiles(folder == null ? Path.of("") : folder, Existing.of(options.ifExists())),
            true,
            "",
            new JsonLinesFormat(name, ""),
            options,
            null);
    writer.requireWritable(name);
    return writer;
  }

  /** Finds out at once whether files can be written. */
  private void requireWritable(String name) throws IOException {
    try {
      files.scratch(name).close();
    } catch (Throwable cause) {
      OnFailure.close(files, cause);
      throw cause;
    }
  }

  @Override
  public void require(Planned planned) {
    if (format.fixedLength() && planned.tail() == Tail.SHORT) {
      throw new IllegalArgumentException(
          "tail: SHORT, but "
              + format.name()
              + " holds contexts of one length: tail(PAD) fills the last one up, tail(DROP) leaves"
              + " it out");
    }
    requireNarrow(planned.largestToken());
  }

  private void requireNarrow(int largestToken) {
    if (options.tokenBytes() == Short.BYTES && largestToken > LARGEST_SHORT) {
      throw new IllegalArgumentException(
          "tokenBytes: 2, but tokens go up to " + largestToken + ", more than " + LARGEST_SHORT);
    }
  }

  @Override
  public boolean wantsTexts() {
    return format.holdsTexts();
  }

  @Override
  public void begin(PackingReport report) {
    if (closed || committed) {
      throw new IllegalStateException(closed ? "closed" : "committed before");
    }
    if (contexts > 0) {
      throw new IllegalStateException("begin comes before the first context");
    }
    long tokens =
        report.contexts().tokens()
            + report.contexts().separators()
            + report.contexts().begins()
            + report.contexts().padding();
    if (format.fixedLength()
        && tokens != report.contexts().count() * report.settings().contextLength()) {
      throw new IllegalArgumentException(
          "the last context is short, and "
              + format.name()
              + " holds contexts of one length: tail(PAD) fills it up, tail(DROP) leaves it out");
    }
    gaps = format.holdsTexts() ? GapTexts.of(report.settings(), options.textSeparator()) : null;
    begin(
        report.settings().contextLength(),
        report.settings().vocabularySize(),
        report.settings().tokenizer());
  }

  /**
   * Says what will be written where there is no report of it yet.
   *
   * @param tokenizer the fingerprint
   */
  public void begin(int contextLength, int vocabularySize, String tokenizer) {
    length = contextLength;
    int largest = vocabularySize - 1;
    requireNarrow(largest);
    int tokenBytes = options.tokenBytes();
    if (tokenBytes == 0) {
      tokenBytes = format.isNarrow(largest) ? Short.BYTES : Integer.BYTES;
    }
    String named = options.tokenizerName();
    String called = named.isEmpty() ? tokenizer.replaceAll("[|\\p{Cntrl}]", " ") : named;
    shape = new RunShape(options, tokenBytes, called, Sidecar.ENDING, gaps);
  }

  @Override
  public void write(PackedContext context) throws IOException {
    if (closed || committed) {
      throw new IllegalStateException(closed ? "closed" : "committed before");
    }
    if (contexts == 0 && (publishes || place != null)) {
      // A part of a larger output begins anywhere.
      first = context.index();
    }
    if (context.index() != first + contexts) {
      throw new IllegalArgumentException(
          "context " + context.index() + ", expected " + (first + contexts));
    }
    requireLength(context);
    long bytes = shardBytes == 0 ? 0 : format.bytes(context, shape);
    if (shard != null && place == null && shardBytes > 0 && bytesInShard + bytes > shardBytes) {
      finishShard();
    }
    Shard open = shard == null ? openShard(context.index()) : shard;
    open.write(context);
    if (sidecar != null) {
      sidecar.write(context);
    }
    bytesInShard += bytes;
    contextsInShard++;
    contexts++;
  }

  private void requireLength(PackedContext context) {
    if (!format.fixedLength()) {
      return;
    }
    if (length < 0) {
      length = context.length();
    }
    if (context.length() != length) {
      throw new IllegalArgumentException(
          "context "
              + context.index()
              + " has "
              + context.length()
              + " tokens, expected "
              + length
              + ": "
              + format.name()
              + " holds contexts of one length");
    }
  }

  /** Made when the shape is known. */
  private FormatWriter writer() {
    FormatWriter made = writer == null ? format.writer(files, folder, shape) : writer;
    writer = made;
    return made;
  }

  private Shard openShard(long firstContext) throws IOException {
    String path = folder + shardName();
    Shard opened = writer().open(path);
    shard = opened;
    sidecar = format.holdsSegments() ? null : new Sidecar(files, path);
    firstInShard = firstContext;
    bytesInShard = 0;
    contextsInShard = 0;
    return opened;
  }

  private String shardName() {
    return place == null
        ? format.shardName(finished.size(), shardBytes == 0)
        : format.shardName(place.shard, shardBytes == 0 && place.onlyOne);
  }

  private void finishShard() throws IOException {
    if (shard != null) {
      shard.finish();
      if (sidecar != null) {
        sidecar.finish();
      }
      finished.add(new OutputManifest.Shard(shardName(), firstInShard, contextsInShard));
      note = shard.note();
      shard = null;
    }
  }

  /**
   * Takes a shard that a {@linkplain #shard writer of it} has made, in the order of the contexts.
   *
   * @throws IOException if its files are not there
   * @throws IllegalArgumentException if it does not begin where the one before ends
   */
  public void adopt(WrittenShard written) throws IOException {
    if (written.firstContext() != contexts) {
      throw new IllegalArgumentException(
          written.name() + ": context " + written.firstContext() + ", expected " + contexts);
    }
    for (WrittenFile file : written.files()) {
      files.adopt(file);
    }
    writer().adopt(written.name(), written.note());
    finished.add(
        new OutputManifest.Shard(written.name(), written.firstContext(), written.contexts()));
    contexts += written.contexts();
  }

  /** Leaves the shard that is written to who adopts it. */
  public WrittenShard leave() throws IOException {
    if (closed || committed) {
      throw new IllegalStateException(closed ? "closed" : "committed before");
    }
    finishShard();
    committed = true;
    OutputManifest.Shard made = finished.get(0);
    return new WrittenShard(
        format.name(), made.name(), made.firstContext(), made.contexts(), note, files.leave());
  }

  @Override
  public void commit() throws IOException {
    if (closed || committed) {
      throw new IllegalStateException(closed ? "closed" : "committed before");
    }
    if (shard == null && finished.isEmpty() && format.hasEmptyShards()) {
      openShard(0);
    }
    finishShard();
    writer().finish();
    committed = true;
    if (publishes) {
      files.publish();
    }
  }

  /** Returns whether all contexts have been written. */
  public boolean committed() {
    return committed;
  }

  /** Returns what the trainer knows the tokenizer by; empty where that was not said. */
  public String tokenizerName() {
    return options.tokenizerName();
  }

  /** Returns how many contexts have been written. */
  public long contexts() {
    return contexts;
  }

  /** Returns what was written, once it is committed. */
  public OutputManifest.Output output() {
    return new OutputManifest.Output(
        format.name(),
        folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1),
        format.tokenType(shape),
        options.documentMask() && format.options().contains(FormatOption.DOCUMENT_MASK),
        options.lossMask() && format.options().contains(FormatOption.LOSS_MASK),
        finished);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    if (publishes) {
      files.close();
    }
  }
}
