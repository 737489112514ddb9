package dev.icp.formats;

import dev.icp.Begin;
import dev.icp.PackedContext;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.output.ContentsDigest;
import dev.icp.formats.internal.output.ContextCounts;
import dev.icp.formats.internal.output.ShardedWriter;
import dev.icp.formats.internal.output.WrittenShard;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Some consecutive contexts of an output, written by another process than the one that has its
 * {@link OutputFolder}, into the same folder: one shard in each format, under temporary names. What
 * {@link #finish} returns goes to that process, whose {@link OutputParts} puts all parts together.
 * Closing without it leaves nothing. The same part may be written several times, at the same time
 * as well; one of them is taken. Not thread-safe.
 *
 * <pre>{@code
 * try (OutputPart part = OutputPart.open(folder, plan, 3)) {
 *   contexts.forEach(part::write);
 *   return part.finish();
 * }
 * }</pre>
 */
public final class OutputPart implements Closeable {
  private final List<ShardedWriter> writers = new ArrayList<>();
  private final List<OutputFiles> files = new ArrayList<>();
  private final ContentsDigest contents = new ContentsDigest();
  private final ContextCounts counts;
  private long first = -1;

  /**
   * What all parts of an output have in common; from {@link OutputParts#begin}.
   *
   * @param formats in which the contexts are written
   * @param options how
   * @param parts how many there are
   * @param contextLength tokens in a context
   * @param vocabularySize tokens are below it
   * @param tokenizer the tokenizer's fingerprint
   * @param begin where begin tokens stand
   * @param beginToken −1 for none
   */
  public record Plan(
      List<OutputFormat> formats,
      OutputOptions options,
      int parts,
      int contextLength,
      int vocabularySize,
      String tokenizer,
      Begin begin,
      int beginToken)
      implements Serializable {
    /** Copies the list. */
    public Plan {
      formats = List.copyOf(formats);
    }
  }

  /** A part that is complete, and does not have its name yet. */
  public static final class Written implements Serializable {
    private static final long serialVersionUID = 1L;

    private final WrittenShard[] shards;
    private final long first;
    private final long contexts;
    private final long tokens;
    private final long separators;
    private final long begins;
    private final long padding;
    private final long contents;
    private final long layout;

    private Written(
        List<WrittenShard> shards, long first, ContextCounts counts, ContentsDigest contents) {
      this.shards = shards.toArray(WrittenShard[]::new);
      this.first = first;
      this.contexts = counts.contexts();
      this.tokens = counts.tokens();
      this.separators = counts.separators();
      this.begins = counts.begins();
      this.padding = counts.padding();
      this.contents = contents.contentsSum();
      this.layout = contents.layoutSum();
    }

    List<WrittenShard> shards() {
      return List.of(shards);
    }

    long contents() {
      return contents;
    }

    long layout() {
      return layout;
    }

    /** Returns the index of its first context. */
    public long firstContext() {
      return first;
    }

    /** Returns how many contexts it has. */
    public long contexts() {
      return contexts;
    }

    /** Returns how many tokens of documents. */
    public long tokens() {
      return tokens;
    }

    /** Returns how many separators. */
    public long separators() {
      return separators;
    }

    /** Returns how many tokens that begin documents or contexts. */
    public long begins() {
      return begins;
    }

    /** Returns how many padding tokens. */
    public long padding() {
      return padding;
    }
  }

  private OutputPart(Plan plan) {
    counts = new ContextCounts(plan.contextLength, plan.begin, plan.beginToken);
  }

  /**
   * Finds out whether a folder is the one that an {@link OutputFolder} has open.
   *
   * @throws IOException if it is not, or not seen from here
   */
  public static void requireOpen(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(OutputFolder.LOCK), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          folder
              + ": cannot be written: not the output folder that the run has opened; all machines"
              + " have to share it");
    }
  }

  /**
   * Begins a part.
   *
   * @param folder the output folder
   * @param number of this part: 0 for the one with the first contexts; numbers may be left out
   * @throws IOException if nothing can be written there, or it is not the {@linkplain #requireOpen
   *     open} output folder
   * @throws IllegalStateException for {@link OutputFormat#PARQUET} without icp-parquet
   */
  public static OutputPart open(Path folder, Plan plan, int number) throws IOException {
    requireOpen(folder);
    OutputPart part = new OutputPart(plan);
    for (OutputFormat format : plan.formats) {
      // Who has the output folder knows what may be replaced, and asks again.
      OutputFiles files = new OutputFiles(folder, target -> true);
      ShardedWriter writer =
          ShardedWriter.shard(
              files,
              OutputFolder.below(format),
              format.format(),
              plan.options,
              number,
              plan.parts == 1);
      writer.begin(plan.contextLength, plan.vocabularySize, plan.tokenizer);
      part.files.add(files);
      part.writers.add(writer);
    }
    return part;
  }

  /**
   * Writes the next context.
   *
   * @throws IllegalArgumentException if it does not follow the one before, or has not as many
   *     tokens as the format wants
   */
  public void write(PackedContext context) throws IOException {
    first = first < 0 ? context.index() : first;
    for (ShardedWriter writer : writers) {
      writer.write(context);
    }
    contents.add(context);
    counts.add(context);
  }

  /**
   * Completes the part, and leaves it to who has the output folder.
   *
   * @throws IllegalStateException if it has no contexts
   */
  public Written finish() throws IOException {
    if (first < 0) {
      throw new IllegalStateException("no contexts were written");
    }
    List<WrittenShard> shards = new ArrayList<>();
    for (ShardedWriter writer : writers) {
      shards.add(writer.leave());
    }
    return new Written(shards, first, counts, contents);
  }

  @Override
  public void close() throws IOException {
    for (OutputFiles each : files) {
      each.close();
    }
  }
}
