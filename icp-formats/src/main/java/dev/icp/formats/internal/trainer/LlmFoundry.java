package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** llm-foundry's {@code StreamingTextDataset}. */
public final class LlmFoundry implements Trainer {
  @Override
  public String title() {
    return "llm-foundry";
  }

  @Override
  public String checked() {
    return "llm-foundry 0.22.0, whose build_text_dataloader was run over such an output";
  }

  /** Its collator refuses a short row unless the tokenizer has a padding token. */
  @Override
  public Tail tail() {
    return Tail.DROP;
  }

  @Override
  public Padding padding() {
    return Padding.PAD_TOKEN;
  }

  @Override
  public void guide(Training training, Guide guide) {
    guide.settings(
        "yaml",
        """
        train_loader:
          name: text
          dataset:
            local: %s
            shuffle: true
            max_seq_len: %d
        """,
        training.folder(),
        training.modelLength());
    guide.off(
        "dataset.eos_token_id, dataset.bos_token_id",
        "they give each document a range of its own, in which attention stays");
    guide.off(
        "a tokenizer whose padding token is the separator",
        "the collator takes the loss off every padding token, so off every separator too");
    guide.note("Rows of different length (`--tail short`) need a tokenizer with a padding token.");
    guide.note(
        "`max_seq_len` cuts longer rows, silently; contexts are not longer. Labels are shifted in"
            + " the model. Rows are shuffled in each epoch and stay whole.");
  }
}
