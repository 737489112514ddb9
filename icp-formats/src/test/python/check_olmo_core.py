"""OLMo-core: NumpyFSLDataset with its label masks, its data loader and the labels of its train module."""

import glob
import json
import os
import tempfile

from packed import run


def data_loader(checks, work_dir):
    from olmo_core.data import NumpyDataLoaderConfig, NumpyFSLDatasetConfig, TokenizerConfig
    from olmo_core.data.types import NumpyDatasetDType

    with open(os.path.join(checks.folder, "manifest.json"), encoding="utf-8") as file:
        output = next(output for output in json.load(file)["outputs"] if output["format"] == "npy")
    stems = [os.path.join(checks.folder, "npy", shard["name"]) for shard in output["shards"]]
    dataset = NumpyFSLDatasetConfig(
        paths=[stem + ".npy" for stem in stems],
        label_mask_paths=[stem + ".label_mask" for stem in stems],
        tokenizer=TokenizerConfig(
            vocab_size=1 << 17, eos_token_id=checks.separator, pad_token_id=checks.separator
        ),
        sequence_length=checks.length,
        dtype=NumpyDatasetDType(output["tokenType"]),
        work_dir=work_dir,
    ).build()
    config = NumpyDataLoaderConfig(global_batch_size=checks.length, seed=34521, work_dir=work_dir)
    return config.build(dataset)


def check(checks):
    from olmo_core.data.utils import get_labels

    one, three = checks.tally(), checks.tally()
    with tempfile.TemporaryDirectory() as work_dir:
        loader = data_loader(checks, work_dir)
        for epoch in (1, 2, 3):
            loader.reshuffle(epoch)
            for batch in loader:
                assert "doc_lens" not in batch
                labels = get_labels(batch)
                for tally in (one, three) if epoch == 1 else (three,):
                    tally.add(batch["input_ids"][0].numpy(), labels[0].numpy())
            loader.reset()
    checks.report("ai2-olmo-core", one, three)


if __name__ == "__main__":
    run(check)
