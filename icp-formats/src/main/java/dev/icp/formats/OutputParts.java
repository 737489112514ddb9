package dev.icp.formats;

import dev.icp.Begin;
import dev.icp.PackingReport;
import dev.icp.formats.internal.output.ContentsDigest;
import dev.icp.formats.internal.output.ShardedWriter;
import dev.icp.formats.internal.output.WrittenShard;
import java.io.IOException;
import java.util.List;

/**
 * The contexts of an {@link OutputFolder} that other processes write, part by part. Not
 * thread-safe.
 *
 * <pre>{@code
 * OutputParts parts = output.parts(Set.of(OutputFormat.MEGATRON), OutputOptions.defaults());
 * OutputPart.Plan plan = parts.begin(report, 12);   // to the other processes: OutputPart.open(folder, plan, n)
 * for (OutputPart.Written part : written) {
 *   parts.add(part);
 * }
 * parts.commit();
 * output.commit(report);
 * }</pre>
 */
public final class OutputParts {
  private final List<OutputFormat> formats;
  private final List<ShardedWriter> writers;
  private final OutputOptions options;
  private final ContentsDigest contents;

  OutputParts(
      List<OutputFormat> formats,
      List<ShardedWriter> writers,
      OutputOptions options,
      ContentsDigest contents) {
    this.formats = formats;
    this.writers = writers;
    this.options = options;
    this.contents = contents;
  }

  /**
   * Says what will be written.
   *
   * @param report of the run, of which only the settings are looked at
   * @param parts how many there will be; a part of no contexts counts
   * @throws IllegalArgumentException if that cannot be written as asked for
   */
  public OutputPart.Plan begin(PackingReport report, int parts) {
    PackingReport.Settings settings = report.settings();
    for (ShardedWriter writer : writers) {
      writer.begin(settings.contextLength(), settings.vocabularySize(), settings.tokenizer());
    }
    return new OutputPart.Plan(
        formats,
        options,
        parts,
        settings.contextLength(),
        settings.vocabularySize(),
        settings.tokenizer(),
        Begin.valueOf(settings.begin()),
        settings.beginToken());
  }

  /**
   * Takes a part, in the order of the contexts.
   *
   * @throws IOException if what the other process has written is not there: it has another folder
   *     of that name
   * @throws IllegalArgumentException if it does not begin where the part before ends
   */
  public void add(OutputPart.Written part) throws IOException {
    List<WrittenShard> shards = part.shards();
    for (int i = 0; i < writers.size(); i++) {
      writers.get(i).adopt(shards.get(i));
    }
    contents.add(part.contents(), part.layout());
  }

  /** Says that there are no more. */
  public void commit() throws IOException {
    for (ShardedWriter writer : writers) {
      writer.commit();
    }
  }
}
