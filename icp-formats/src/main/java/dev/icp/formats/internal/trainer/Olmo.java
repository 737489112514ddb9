package dev.icp.formats.internal.trainer;

import dev.icp.Tail;
import dev.icp.formats.internal.format.npy.NpyFormat;

/** OLMo-core's {@code NumpyFSLDataset}. */
public final class Olmo implements Trainer {
  @Override
  public String title() {
    return "OLMo-core";
  }

  @Override
  public String checked() {
    return "ai2-olmo-core 3.0.0, whose NumpyFSLDataset and NumpyDataLoader were run over such an"
        + " output";
  }

  @Override
  public Tail tail() {
    return Tail.PAD;
  }

  @Override
  public Padding padding() {
    return Padding.MASKED;
  }

  @Override
  public void guide(Training training, Guide guide) {
    guide.settings(
        "python",
        """
        from olmo_core.data import NumpyDatasetDType, NumpyFSLDatasetConfig

        NumpyFSLDatasetConfig(
            paths=%s,
            label_mask_paths=%s,
            sequence_length=%d,
            dtype=NumpyDatasetDType.%s,
            generate_doc_lengths=False,
            tokenizer=...,
        )
        """,
        training.files(".npy"),
        training.files(NpyFormat.LOSS),
        training.modelLength(),
        training.output().tokenType());
    guide.off("generate_doc_lengths", "it cuts attention at each end-of-text token");
    guide.off(
        "instance_filter_config", "it takes the loss off contexts in which something repeats");
    guide.note(
        "The dataset cuts every `sequence_length` tokens, which is where contexts end; labels are"
            + " shifted within a context. The loader shuffles contexts anew in each epoch, and"
            + " leaves out those of an epoch that do not fill a batch.");
  }
}
