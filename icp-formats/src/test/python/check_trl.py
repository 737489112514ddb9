"""TRL: SFTTrainer's own preparation, data loader and collator over Parquet."""

import glob
import os
import tempfile

from packed import run


def check(checks):
    from datasets import load_dataset
    from tokenizers import Tokenizer, models
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
    from trl import SFTConfig, SFTTrainer

    words = {"<unk>": 0, "</s>": 1}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel(words, unk_token="<unk>")), eos_token="</s>", pad_token="</s>"
    )
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=8,
            hidden_size=8,
            intermediate_size=8,
            num_hidden_layers=1,
            num_attention_heads=1,
            max_position_embeddings=checks.length,
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        dataset = load_dataset(
            "parquet",
            data_files=os.path.join(checks.folder, "parquet", "*.parquet"),
            split="train",
            cache_dir=folder,
        )
        trainer = SFTTrainer(
            model=model,
            args=SFTConfig(
                output_dir=folder,
                max_length=None,
                packing=False,
                dataset_kwargs={"skip_prepare_dataset": True},
                per_device_train_batch_size=1,
                use_cpu=True,
                bf16=False,
                report_to=[],
            ),
            train_dataset=dataset,
            processing_class=tokenizer,
        )
        one, three = checks.tally(), checks.tally()
        loader = trainer.get_train_dataloader()
        for epoch in range(3):
            for batch in loader:
                assert "position_ids" not in batch or (batch["position_ids"].diff() == 1).all()
                assert batch["attention_mask"].all()
                for tally in (one, three) if epoch == 0 else (three,):
                    tally.add_next(batch["input_ids"][0].numpy(), batch["labels"][0].numpy())
    checks.report("trl", one, three)


if __name__ == "__main__":
    run(check)
