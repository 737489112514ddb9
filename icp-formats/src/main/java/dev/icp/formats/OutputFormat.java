package dev.icp.formats;

import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.datatrove.DatatroveFormat;
import dev.icp.formats.internal.format.jsonl.JsonLinesFormat;
import dev.icp.formats.internal.format.litdata.LitdataFormat;
import dev.icp.formats.internal.format.mds.MdsFormat;
import dev.icp.formats.internal.format.megatron.MegatronFormat;
import dev.icp.formats.internal.format.npy.NpyFormat;
import dev.icp.formats.internal.format.parquet.ParquetFormat;
import dev.icp.formats.internal.format.text.TextFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What trainers read contexts from. {@code docs/formats.md} has each byte by byte. */
@SuppressWarnings("ImmutableEnumChecker") // Formats have no state.
public enum OutputFormat {
  /** JSON Lines with tokens and segments: {@link ContextWriters#jsonLines}. */
  JSONL(new JsonLinesFormat()),
  /** Megatron-LM's {@code .bin} and {@code .idx}; one sequence, its own document, a context. */
  MEGATRON(new MegatronFormat()),
  /** MosaicML's MDS, version 2, with the columns that ProLong reads. */
  MDS(MdsFormat.ofRanges()),
  /** MDS with the column {@code tokens} alone, for llm-foundry. */
  MDS_TOKENS(MdsFormat.ofTokens()),
  /** Dolma and OLMo-core: raw tokens in {@code .npy} without a header, {@code .csv.gz} beside. */
  NPY(new NpyFormat()),
  /** datatrove and nanotron: {@code .ds}, {@code .ds.index} and {@code .ds.metadata}. */
  DATATROVE(new DatatroveFormat()),
  /** litdata's chunks and {@code index.json}, for litgpt: tokens without a header. */
  LITDATA(new LitdataFormat()),
  /**
   * Parquet with {@code input_ids} and {@code seq_lengths}, for Hugging Face's trainers. Needs
   * icp-parquet on the class path.
   */
  PARQUET(new ParquetFormat()),
  /**
   * JSON Lines with {@code text}, for trainers that tokenize themselves. Contexts must have {@link
   * dev.icp.ContextBuilder#keepTexts texts}.
   */
  TEXT(TextFormat.ofLines()),
  /** The same in Parquet. Needs icp-parquet on the class path. */
  TEXT_PARQUET(TextFormat.ofParquet());

  private final Format format;

  OutputFormat(Format format) {
    this.format = format;
  }

  /** Returns how it is written and read. */
  Format format() {
    return format;
  }

  /** Returns the name on the command line, in manifests and of folders: {@code megatron}. */
  public String label() {
    return format.name();
  }

  /** Returns whether all contexts must have the same number of tokens, the last one too. */
  public boolean fixedLength() {
    return format.fixedLength();
  }

  /** Returns whether contexts must have the {@linkplain dev.icp.PackedContext#texts texts}. */
  public boolean holdsTexts() {
    return format.holdsTexts();
  }

  /** Returns whether an option has a place in it. */
  public boolean takes(FormatOption option) {
    return format.options().contains(option);
  }

  /** Returns the most that {@link OutputOptions#shardBytes(long)} may be. */
  public long largestShardBytes() {
    return format.largestShardBytes();
  }

  /**
   * Returns the format of a label.
   *
   * @throws IllegalArgumentException if there is none, saying which there are
   */
  public static OutputFormat byLabel(String label) {
    for (OutputFormat format : values()) {
      if (format.label().equals(label)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "format: '" + label + "', expected " + labels("or", format -> true));
  }

  /**
   * Returns the labels of some formats for people: {@code jsonl, megatron or parquet}.
   *
   * @param word before the last one
   * @param which of them
   */
  public static String labels(String word, Predicate<OutputFormat> which) {
    List<String> labels = Stream.of(values()).filter(which).map(OutputFormat::label).toList();
    int last = labels.size() - 1;
    return last < 1
        ? String.join("", labels)
        : String.join(", ", labels.subList(0, last)) + " " + word + " " + labels.get(last);
  }

  /** Returns whether one of the formats may have written a file of this name. */
  static boolean anyMayOwn(String fileName) {
    for (OutputFormat format : values()) {
      if (format.format.mayOwn(fileName)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns an output as its format sees it.
   *
   * @param root the folder of the manifest
   * @throws BadOutputException if there is no such format
   */
  static StoredOutput stored(Path root, Output output) throws BadOutputException {
    for (OutputFormat format : values()) {
      if (format.label().equals(output.format())) {
        return new StoredOutput(root, output, format.format);
      }
    }
    throw new BadOutputException(root.toString(), "format \"" + output.format() + "\"");
  }
}
