"""axolotl: its preparation of tokenized data, its trainer's data loader and collator, over Parquet."""

import os
import tempfile

from packed import run


def check(checks):
    from axolotl.core.trainers.base import AxolotlTrainer
    from axolotl.core.training_args import AxolotlTrainingArguments
    from axolotl.utils.collators import DataCollatorForSeq2Seq
    from axolotl.utils.data import prepare_datasets
    from axolotl.utils.dict import DictDefault
    from tokenizers import Tokenizer, models
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = {"<unk>": 0, "</s>": 1}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel(words, unk_token="<unk>")), eos_token="</s>", pad_token="</s>"
    )
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=8, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        cfg = DictDefault(
            datasets=[
                {
                    "path": os.path.join(checks.folder, "parquet"),
                    "ds_type": "parquet",
                    # The folder has other files too.
                    "data_files": os.path.join(checks.folder, "parquet", "*.parquet"),
                    "split": "train",
                    "type": None,
                }
            ],
            dataset_prepared_path=folder,
            sequence_len=checks.length,
            excess_length_strategy="raise",
            sample_packing=False,
            val_set_size=0,
            seed=42,
            shuffle_merged_datasets=True,
            num_epochs=3,
            batch_size=1,
            micro_batch_size=1,
            dataset_num_proc=1,
        )
        dataset, _, _, _ = prepare_datasets(cfg, tokenizer)
        trainer = AxolotlTrainer(
            model=model,
            args=AxolotlTrainingArguments(
                output_dir=folder,
                per_device_train_batch_size=1,
                use_cpu=True,
                bf16=False,
                report_to=[],
                sample_packing=False,
            ),
            train_dataset=dataset,
            data_collator=DataCollatorForSeq2Seq(tokenizer, padding=True),
            processing_class=tokenizer,
        )
        loader = trainer.get_train_dataloader()
        one, three = checks.tally(), checks.tally()
        for epoch in range(3):
            for batch in loader:
                assert "position_ids" not in batch
                for tally in (one, three) if epoch == 0 else (three,):
                    tally.add_next(batch["input_ids"][0].numpy(), batch["labels"][0].numpy())
    checks.report("axolotl", one, three)


if __name__ == "__main__":
    run(check)
