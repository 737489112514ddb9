package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** nanotron, which reads with datatrove's {@code DatatroveFolderDataset}. */
public final class Nanotron implements Trainer {
  @Override
  public String title() {
    return "nanotron";
  }

  @Override
  public String checked() {
    return "datatrove 0.10.1 and nanotron 2411b02, whose dataset and collators were run over such"
        + " an output";
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
        "yaml",
        """
        data_stages:
          - name: contexts
            start_training_step: 1
            data:
              dataset:
                dataset_folder: %s
                tokenizer_name: %s
                return_positions: false
        tokenizer:
          tokenizer_name_or_path: %s
        tokens:
          sequence_length: %d
        """,
        training.folder(),
        training.tokenizer(),
        training.tokenizer(),
        training.modelLength());
    guide.off(
        "return_positions (on by default)",
        "it begins positions anew after each separator, and takes the loss off the first token of"
            + " each document");
    guide.note(
        "Windows of `sequence_length` + 1 = %,d tokens do not overlap, so each is one context. They"
            + " are not shuffled: the model sees them in the order of the files, in each epoch.",
        training.contextLength());
    guide.note(
        "nanotron loads the tokenizer that `.ds.metadata` names: give its folder or name with"
            + " `--tokenizer-name`, the same as in the configuration.");
  }
}
