package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** axolotl with a dataset that is tokenized already. */
public final class Axolotl implements Trainer {
  /** How many tokens a context of text may have more when it is tokenized again. */
  private static final int ROOM = 64;

  @Override
  public String title() {
    return "axolotl";
  }

  @Override
  public String checked() {
    return "axolotl 0.19.0, whose data loader and collator were run over such an output";
  }

  @Override
  public boolean readsText() {
    return true;
  }

  @Override
  public String checkedText() {
    return "axolotl 0.19.0, of which what it does to text was only read";
  }

  @Override
  public Tail tail() {
    return Tail.SHORT;
  }

  @Override
  public Padding padding() {
    return Padding.MASKED;
  }

  private static void guideToText(Training training, Guide guide) {
    guide.settings(
        "yaml",
        """
        datasets:
          - path: %s
            data_files: %s/*.%s
            split: train
            ds_type: %s
            type: completion
            field: text
        sequence_len: %d
        sample_packing: false
        val_set_size: 0
        dataset_exact_deduplication: false
        """,
        training.folder(),
        training.folder(),
        training.isParquet() ? "parquet" : "jsonl",
        training.isParquet() ? "parquet" : "json",
        training.modelLength() + ROOM);
    guide.off("sample_packing", "it would pack the contexts anew");
    guide.note(
        "Each row is tokenized by itself, which puts tokens around it, and at its cuts a few more"
            + " or less. What is longer than `sequence_len` is cut in two: so it is larger by %d"
            + " than a context is long.",
        ROOM);
  }

  @Override
  public void guide(Training training, Guide guide) {
    if (training.isText()) {
      guideToText(training, guide);
      return;
    }
    guide.settings(
        "yaml",
        """
        datasets:
          - path: %s
            data_files: %s/*.parquet
            split: train
            ds_type: parquet
            type:
        sequence_len: %d
        excess_length_strategy: raise
        sample_packing: false
        val_set_size: 0
        dataset_exact_deduplication: false
        """,
        training.folder(),
        training.folder(),
        training.modelLength());
    guide.off("sample_packing", "it would pack the contexts anew");
    guide.off(
        "excess_length_strategy: drop (the default)",
        "with a `sequence_len` that is too short all contexts would be gone, silently");
    guide.off(
        "a path without data_files", "it would take the sidecars in the folder for rows, too");
    guide.note(
        "`input_ids`, `attention_mask` and `labels` together make it take rows as they are."
            + " `labels` are −100 on padding; the model shifts them itself. Rows are shuffled and"
            + " stay whole.");
  }
}
