package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/** torchtitan with a dataset of token ids of its own. */
public final class Torchtitan implements Trainer {
  @Override
  public String title() {
    return "torchtitan";
  }

  @Override
  public String checked() {
    return "torchtitan 0.3.0, whose HuggingFaceTextDataset was run over such an output";
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
        "python",
        """
        from dataclasses import dataclass

        from datasets import load_dataset
        from torchtitan.components.tokenizer import HuggingFaceTokenizer
        from torchtitan.hf_datasets import DatasetConfig
        from torchtitan.hf_datasets.text_datasets import DATASETS, HuggingFaceTextDataLoader

        DATASETS["contexts"] = DatasetConfig(
            path="%s",
            loader=lambda path: load_dataset(
                "parquet", data_files=path + "/*.parquet", split="train"),
            sample_processor=lambda row: row["input_ids"],
        )


        class Ids(HuggingFaceTokenizer):
            \"""The dataset has tokens, not text.\"""

            @dataclass(kw_only=True, slots=True)
            class Config(HuggingFaceTokenizer.Config):
                pass

            def encode(self, ids, **_):
                return list(ids)


        # in Trainer.Config:
        #     tokenizer=Ids.Config(),
        #     dataloader=HuggingFaceTextDataLoader.Config(dataset="contexts"),
        #     training=TrainingConfig(seq_len=%d),
        """,
        training.folder(),
        training.modelLength());
    guide.off("streaming=True in load_dataset", "later epochs would not be shuffled");
    guide.note(
        "Inputs and labels are shifted within each row of %,d tokens; the rest runs through a"
            + " buffer that is cut every `seq_len` = %,d tokens, which is where contexts end as"
            + " long as none is short.",
        training.contextLength(), training.modelLength());
    guide.note(
        "Attention follows positions, which run from 0 to %,d in each sample. The first epoch is in"
            + " the order of the file, later ones are shuffled by row.",
        training.modelLength() - 1);
  }
}
