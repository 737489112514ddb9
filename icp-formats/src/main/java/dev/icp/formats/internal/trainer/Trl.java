package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** TRL's {@code SFTTrainer}. */
public final class Trl implements Trainer {
  @Override
  public String title() {
    return "TRL";
  }

  @Override
  public String checked() {
    return "trl 1.16.0, transformers 5.24.0 and datasets 4.7.0, whose loading, collator and sampler"
        + " were run over such an output";
  }

  @Override
  public boolean readsText() {
    return true;
  }

  @Override
  public String checkedText() {
    return "trl 1.16.0, transformers 5.24.0 and datasets 4.7.0, whose loading, tokenizing, collator"
        + " and sampler were run over such an output";
  }

  @Override
  public Tail tail() {
    return Tail.SHORT;
  }

  @Override
  public Padding padding() {
    return Padding.MASKED;
  }

  @Override
  public boolean readsRanges() {
    return true;
  }

  private static void guideToText(Training training, Guide guide) {
    guide.settings(
        "python",
        """
        from datasets import load_dataset
        from trl import SFTConfig

        dataset = load_dataset("%s", data_files="%s/*.%s", split="train")
        SFTConfig(
            max_length=None,
            packing=False,
            dataset_text_field="text",
        )
        """,
        training.isParquet() ? "parquet" : "json",
        training.folder(),
        training.isParquet() ? "parquet" : "jsonl");
    guide.off("max_length (1024 by default)", "it cuts the rest of each row, silently");
    guide.off("packing", "it would pack the contexts anew");
    guide.note(
        "Each row is tokenized by itself, and gets an end of text behind it, if it has none, and"
            + " what the tokenizer puts before a text: so a sample has one or two tokens more than"
            + " the context, or at its cuts a few more or less. Rows are shuffled in each epoch and"
            + " stay whole.");
  }

  @Override
  public void guide(Training training, Guide guide) {
    if (training.isText()) {
      guideToText(training, guide);
      return;
    }
    guide.settings(
        "python",
        """
        from datasets import load_dataset
        from trl import SFTConfig

        dataset = load_dataset("parquet", data_files="%s/*.parquet", split="train")
        SFTConfig(
            max_length=None,
            packing=False,
            padding_free=%s,
            dataset_kwargs={"skip_prepare_dataset": True},
        )
        """,
        training.folder(),
        training.output().documentMask() ? "True" : "False");
    guide.off("max_length (1024 by default)", "it cuts the rest of each row, silently");
    guide.off("packing", "it would pack the contexts anew");
    guide.note(
        "`labels` are the tokens, −100 on padding; the model shifts them itself. `attention_mask`"
            + " is made anew by the collator. Rows are shuffled in each epoch and stay whole.");
    if (training.output().documentMask()) {
      guide.note("`seq_lengths` are the documents' ranges; only `padding_free=True` reads them.");
    }
  }
}
