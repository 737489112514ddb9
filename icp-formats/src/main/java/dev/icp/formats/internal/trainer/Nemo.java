package dev.icp.formats.internal.trainer;

/** NeMo and Megatron-Bridge, which sample with Megatron's {@code GPTDataset}. */
public final class Nemo extends Megatron {
  @Override
  public String title() {
    return "NeMo";
  }

  @Override
  public String checked() {
    return "megatron-core 0.16.1 and 0.19.2, whose GPTDataset was run over such an output, with the"
        + " data loader of megatron-bridge 0.6.2; nemo-toolkit 2.7.3 was only read";
  }

  @Override
  public void guide(Training training, Guide guide) {
    guide.settings(
        "python",
        """
        # megatron-bridge
        GPTDatasetConfig(
            data_path="%s/contexts",
            seq_length=%d,
            split="1,0,0",
            add_extra_token_to_sequence=False,
            reset_position_ids=False,
            reset_attention_mask=False,
            eod_mask_loss=False,
            ...,
        )
        """,
        training.folder(),
        training.modelLength());
    guide.settings(
        "python",
        """
        # nemo-toolkit 2; with limit_val_batches=0 in the trainer
        PreTrainingDataModule(
            paths="%s/contexts",
            seq_length=%d,
            split="1,0,0",
            reset_position_ids=False,
            reset_attention_mask=False,
            eod_mask_loss=False,
        )
        """,
        training.folder(),
        training.modelLength());
    common(training, guide);
    guide.note(
        "`add_extra_token_to_sequence=False` takes out the label that would be another context's"
            + " first token; all %,d contexts are samples then, %,d an epoch. nemo-toolkit has no"
            + " place for it: there max_steps × global batch size is at most k × %,d − 1 for k"
            + " epochs.",
        training.contexts(), training.contexts(), training.contexts());
    guide.note("nemo-toolkit 3 trains no language models any more; megatron-bridge does.");
  }
}
