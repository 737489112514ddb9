"""llm-foundry: its text data loader and the targets of its MPT model, over MDS with a column `tokens`."""

import os

from packed import run


def tokenizer(separator):
    """A tokenizer whose padding is no token of the contexts: the collator takes the loss from that one."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    words = {f"<{i}>": i for i in range(1 << 19)} | {"<pad>": 1 << 19}
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel(words, unk_token="<0>")),
        eos_token=f"<{separator}>",
        pad_token="<pad>",
    )


def check(checks):
    from llmfoundry.data.text_data import build_text_dataloader
    from llmfoundry.models.mpt.modeling_mpt import get_targets

    spec = build_text_dataloader(
        tokenizer=tokenizer(checks.separator),
        device_batch_size=1,
        dataset={
            "local": os.path.join(checks.folder, "mds-tokens"),
            "max_seq_len": checks.length,
            "shuffle": True,
            "num_canonical_nodes": 1,
        },
        drop_last=False,
        num_workers=0,
        prefetch_factor=None,
        pin_memory=False,
        persistent_workers=False,
    )
    one, three = checks.tally(), checks.tally()
    for epoch in range(3):
        for batch in spec.dataloader:
            assert "sequence_id" not in batch
            tokens, labels = batch["input_ids"], get_targets(batch["labels"])
            for tally in (one, three) if epoch == 0 else (three,):
                tally.add(tokens[0].numpy(), labels[0].numpy())
    checks.report("llm-foundry", one, three)


if __name__ == "__main__":
    run(check)
