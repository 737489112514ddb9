"""Megatron-LM and what is built on it: GPTDataset of megatron-core, built as its training script does."""

import os
import tempfile
import warnings

import numpy as np
from packed import IGNORED, run

warnings.filterwarnings("ignore")


class Tokenizer:
    """What GPTDataset asks of a tokenizer."""

    unique_identifiers = {"class": "icp"}
    vocab_size = 1 << 17

    def __init__(self, separator):
        self.eod = self.eos = separator


def train_dataset(checks, cache, train_samples, **settings):
    from megatron.core.datasets.blended_megatron_dataset_builder import BlendedMegatronDatasetBuilder
    from megatron.core.datasets.gpt_dataset import GPTDataset, GPTDatasetConfig

    defaults = dict(reset_position_ids=False, reset_attention_mask=False, eod_mask_loss=False)
    config = GPTDatasetConfig(
        random_seed=1234,
        sequence_length=checks.length,
        blend=([os.path.join(checks.folder, "megatron", "contexts")], None),
        split="1,0,0",
        path_to_cache=cache,
        tokenizer=Tokenizer(checks.separator),
        create_attention_mask=False,
        **(defaults | settings),
    )
    sizes = [train_samples, 0, 0]
    return BlendedMegatronDatasetBuilder(GPTDataset, sizes, lambda: True, config).build()[0]


def tally(checks, train_samples, **settings):
    tally = checks.tally()
    with tempfile.TemporaryDirectory() as cache:
        dataset = train_dataset(checks, cache, train_samples, **settings)
        for i in range(train_samples):
            sample = dataset[i]
            labels = np.where(sample["loss_mask"].numpy() == 0, IGNORED, sample["labels"].numpy())
            tally.add(sample["tokens"].numpy(), labels)
    return tally


def check(checks):
    n = len(checks.packed)
    # An epoch has a sample less than contexts, as the last one needs the first token of a next one.
    one, three = tally(checks, n - 1), tally(checks, 3 * n - 1)
    checks.report("megatron-core", one, three, missed=1, crossing=n - 1)
    alone = dict(add_extra_token_to_sequence=False)
    one, three = tally(checks, n, **alone), tally(checks, 3 * n, **alone)
    what = ", with add_extra_token_to_sequence=False"
    checks.report("megatron-core", one, three, what=what)


if __name__ == "__main__":
    run(check)
