package dev.icp.formats;

import java.util.Locale;

/** What trainers read contexts from. {@code docs/formats.md} has each byte by byte. */
public enum OutputFormat {
  /** JSON Lines with tokens and segments: {@link ContextWriters#jsonLines}. */
  JSONL(false, false),
  /** Megatron-LM's {@code .bin} and {@code .idx}; one sequence, its own document, a context. */
  MEGATRON(true, false),
  /** MosaicML's MDS, version 2, with the columns that ProLong reads. */
  MDS(false, true),
  /** Dolma and OLMo-core: raw tokens in {@code .npy} without a header, {@code .csv.gz} beside. */
  NPY(true, true),
  /** datatrove and nanotron: {@code .ds}, {@code .ds.index} and {@code .ds.metadata}. */
  DATATROVE(true, true),
  /**
   * Parquet with {@code input_ids} and {@code seq_lengths}, for Hugging Face's trainers. Needs
   * icp-parquet on the class path.
   */
  PARQUET(false, true);

  private final boolean fixedLength;
  private final boolean masks;

  OutputFormat(boolean fixedLength, boolean masks) {
    this.fixedLength = fixedLength;
    this.masks = masks;
  }

  /** Returns the name on the command line, in manifests and of folders: {@code megatron}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether all contexts must have the same number of tokens, the last one too. */
  public boolean fixedLength() {
    return fixedLength;
  }

  /** Returns whether it has a place for {@link OutputOptions#documentMask}. */
  public boolean masks() {
    return masks;
  }
}
