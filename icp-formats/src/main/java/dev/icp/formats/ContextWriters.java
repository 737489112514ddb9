package dev.icp.formats;

import dev.icp.formats.internal.output.ShardedWriter;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Writers of contexts, for {@link dev.icp.PackedContexts#writeTo}. {@link OutputFolder} writes a
 * whole output, with report and manifest, which can be verified later.
 *
 * <p>Files are written under temporary names in their folder, which is made if absent, and get
 * their own together on commit; closing before that leaves nothing. Files that are there already
 * are refused unless {@link OutputOptions#ifExists} says otherwise. The same contexts give the same
 * bytes. Every format but JSON Lines has a sidecar beside each shard, {@code *.segments.jsonl.zst}:
 * JSON Lines without tokens, compressed, that say which document stands where. Exceptions name the
 * file and say why on one line.
 *
 * <p>Formats of fixed length want contexts that are all full: {@link dev.icp.Tail#PAD} or {@link
 * dev.icp.Tail#DROP}.
 */
public final class ContextWriters {
  private ContextWriters() {}

  /**
   * Writes JSON Lines, one context a line, in UTF-8:
   *
   * <pre>{@code
   * {"context": 0, "segments": [{"id": "doc-17", "from": 0, "to": 312, "at": 0}], "padding": 0, "tokens": [35,32,72]}
   * }</pre>
   *
   * {@code from} (inclusive) and {@code to} (exclusive) count tokens within the document, {@code
   * at} is where the segment begins in the context; separators and padding stand in no segment.
   *
   * @throws IOException if the file cannot be begun
   */
  public static ContextWriter jsonLines(Path file, JsonLinesOption... options) throws IOException {
    Set<JsonLinesOption> chosen = Set.of(options);
    return ShardedWriter.jsonLines(
        file,
        OutputOptions.defaults()
            .withTokens(!chosen.contains(JsonLinesOption.NO_TOKENS))
            .ifExists(
                chosen.contains(JsonLinesOption.REPLACE) ? IfExists.REPLACE : IfExists.REFUSE));
  }

  /**
   * Writes {@code contexts.bin} and {@code contexts.idx} for Megatron-LM.
   *
   * @throws IOException if the folder cannot be written to
   */
  public static ContextWriter megatron(Path folder) throws IOException {
    return of(OutputFormat.MEGATRON, folder, OutputOptions.defaults());
  }

  /**
   * Writes {@code shard.00000.mds}, … and {@code index.json} for MosaicML's streaming.
   *
   * @throws IOException if the folder cannot be written to
   */
  public static ContextWriter mds(Path folder) throws IOException {
    return of(OutputFormat.MDS, folder, OutputOptions.defaults());
  }

  /**
   * Writes {@code part-00000.npy} and {@code part-00000.csv.gz}, … for OLMo-core.
   *
   * @throws IOException if the folder cannot be written to
   */
  public static ContextWriter npy(Path folder) throws IOException {
    return of(OutputFormat.NPY, folder, OutputOptions.defaults());
  }

  /**
   * Writes {@code contexts-00000.ds} with its index and metadata, … for datatrove and nanotron.
   *
   * @throws IOException if the folder cannot be written to
   */
  public static ContextWriter datatrove(Path folder) throws IOException {
    return of(OutputFormat.DATATROVE, folder, OutputOptions.defaults());
  }

  /**
   * Writes {@code contexts-00000.parquet}, … for Hugging Face's trainers.
   *
   * @throws IOException if the folder cannot be written to
   * @throws IllegalStateException if icp-parquet is not on the class path
   */
  public static ContextWriter parquet(Path folder) throws IOException {
    return of(OutputFormat.PARQUET, folder, OutputOptions.defaults());
  }

  /**
   * Writes any format into a folder.
   *
   * @throws IllegalArgumentException if the options do not go with the format
   * @throws IOException if the folder cannot be written to
   * @throws IllegalStateException if that is Parquet and icp-parquet is not on the class path
   */
  public static ContextWriter of(OutputFormat format, Path folder, OutputOptions options)
      throws IOException {
    return ShardedWriter.folder(folder, format.format(), options);
  }
}
