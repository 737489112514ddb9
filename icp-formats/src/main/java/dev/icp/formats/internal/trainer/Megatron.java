package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** Megatron-LM's {@code GPTDataset}. */
public class Megatron implements Trainer {
  @Override
  public String title() {
    return "Megatron-LM";
  }

  @Override
  public String checked() {
    return "megatron-core 0.16.1 and 0.19.2, whose GPTDataset was run over such an output";
  }

  @Override
  public Tail tail() {
    return Tail.DROP;
  }

  @Override
  public Padding padding() {
    return Padding.PAD_TOKEN;
  }

  /** Several are blended by weights, which leaves contexts out and takes others twice. */
  @Override
  public boolean wantsOneShard() {
    return true;
  }

  @Override
  public void guide(Training training, Guide guide) {
    guide.settings(
        "sh",
        """
        --data-path %s/contexts
        --split 1,0,0
        --seq-length %d
        --max-position-embeddings %d
        --train-samples %d
        """,
        training.folder(),
        training.modelLength(),
        training.modelLength(),
        Math.max(1, training.contexts() - 1));
    common(training, guide);
    guide.note(
        "The last label of each sample is the first token of the next one. Nothing on the command"
            + " line takes it out; `add_extra_token_to_sequence=False` in the `GPTDatasetConfig` of"
            + " `core_gpt_dataset_config_from_args` in `pretrain_gpt.py` does, and then all %,d"
            + " contexts are samples: `--train-samples %d`.",
        training.contexts(), training.contexts());
  }

  /** What holds for all that sample with {@code GPTDataset}. */
  static void common(Training training, Guide guide) {
    guide.off(
        "a weight before the path, --per-dataset-sequences-path",
        "the first makes a blend, the second derives the tokens' width from the vocabulary");
    guide.off(
        "--reset-attention-mask, --reset-position-ids",
        "they cut attention at each separator, so that no document sees another");
    guide.off("--eod-mask-loss", "it takes the loss off the first token of each document");
    guide.off("--allow-ambiguous-pad-tokens", "it may take the loss off every separator");
    guide.off("--sft, --fim-data", "they build other samples");
    guide.note(
        "Samples are `seq-length` + 1 tokens with a stride of `seq-length`, over shuffled"
            + " sequences: each is one context, whatever their order. k epochs are k × %,d − 1"
            + " samples; one more starts another epoch, in which a context comes twice.",
        training.contexts());
  }
}
