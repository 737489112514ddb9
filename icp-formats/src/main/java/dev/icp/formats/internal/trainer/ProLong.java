package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** ProLong's training on MDS. */
public final class ProLong implements Trainer {
  @Override
  public String title() {
    return "ProLong";
  }

  @Override
  public String checked() {
    return "ProLong 907dcf4, whose build_dataset and collator were run over such an output";
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

  @Override
  public void guide(Training training, Guide guide) {
    guide.settings(
        "sh",
        """
        --tokenized_mds_train %s
        --per_device_max_tokens %d   # times the contexts of a device's batch
        %s\
        """,
        training.folder(),
        training.modelLength(),
        training.padding() > 0 ? "--apply_instruct_masks\n" : "");
    guide.note(
        "Less than a device's batch of contexts in `--per_device_max_tokens` cuts them, silently.");
    guide.note(
        training.output().documentMask()
            ? "`indices` are the documents' ranges, in which attention stays; `--single_seq`"
                + " ignores them."
            : "`indices` are one range, the whole context: attention crosses documents.");
    guide.note(
        "`mask` is 0 on padding; only `--apply_instruct_masks` reads it. An epoch is %,d contexts.",
        training.contexts());
  }
}
