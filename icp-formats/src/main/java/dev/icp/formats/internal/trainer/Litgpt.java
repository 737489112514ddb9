package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** litgpt's {@code LitData}. */
public final class Litgpt implements Trainer {
  @Override
  public String title() {
    return "litgpt";
  }

  @Override
  public String checked() {
    return "litgpt 0.5.13 and litdata 0.2.76, whose StreamingDataset and TokensLoader were run";
  }

  @Override
  public int labels() {
    return 1;
  }

  @Override
  public Tail tail() {
    return Tail.DROP;
  }

  @Override
  public Padding padding() {
    return Padding.LEARNED;
  }

  @Override
  public void guide(Training training, Guide guide) {
    guide.settings(
        "sh",
        """
        litgpt pretrain MODEL
          --data LitData
          --data.data_path %s
          --train.max_seq_length %d
        """,
        training.folder(),
        training.modelLength());
    guide.note(
        "The loader cuts each chunk every `max_seq_length` + 1 = %,d tokens, which is where"
            + " contexts end. Contexts are shuffled in each epoch and stay whole.",
        training.contextLength());
  }
}
