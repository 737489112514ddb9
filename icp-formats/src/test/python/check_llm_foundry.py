"""llm-foundry: its text data loader and the targets of its MPT model, over MDS with a column `tokens`."""

import os

import numpy as np
from packed import IGNORED, run


def tokenizer(separator):
    """A tokenizer with a padding token of its own: the collator takes the loss from that token."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    words = {f"<{i}>": i for i in range(separator + 1)} | {"<pad>": separator + 1}
    words = {word: i for word, i in words.items()}
    fast = Tokenizer(models.WordLevel(words, unk_token="<0>"))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=fast, eos_token=f"<{separator}>", pad_token="<pad>")
    return tokenizer


def check(checks):
    from llmfoundry.data.text_data import build_text_dataloader
    from llmfoundry.models.mpt.modeling_mpt import get_targets

    folder = os.path.join(checks.folder, os.environ.get("MDS", "mds"))
    tok = tokenizer(checks.separator)
    tok.pad_token_id = 1 << 20
    spec = build_text_dataloader(
        tokenizer=tok,
        device_batch_size=1,
        dataset={"local": folder, "max_seq_len": checks.length, "shuffle": True, "num_canonical_nodes": 1},
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
    checks.report("llm-foundry", one, three, padding=one.padding_labels)


if __name__ == "__main__":
    run(check)
