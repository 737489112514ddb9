"""OLMo-core: NumpyFSLDataset, its data loader and the labels of its train module."""

import glob
import json
import os
import tempfile

from packed import run


def batches(checks, work_dir, **settings):
    from olmo_core.data import NumpyFSLDatasetConfig, NumpyDataLoaderConfig, TokenizerConfig
    from olmo_core.data.types import NumpyDatasetDType

    paths = sorted(glob.glob(os.path.join(checks.folder, "npy", "*.npy")))
    paths = [path for path in paths if "label" not in os.path.basename(path)]
    with open(os.path.join(checks.folder, "manifest.json"), encoding="utf-8") as file:
        dtype = next(out["tokenType"] for out in json.load(file)["outputs"] if out["format"] == "npy")
    tokenizer = TokenizerConfig(
        vocab_size=1 << 17, eos_token_id=checks.separator, pad_token_id=checks.separator
    )
    dataset = NumpyFSLDatasetConfig(
        paths=paths,
        tokenizer=tokenizer,
        sequence_length=checks.length,
        dtype=NumpyDatasetDType(dtype),
        work_dir=work_dir,
        **settings,
    ).build()
    return NumpyDataLoaderConfig(global_batch_size=checks.length, seed=34521, work_dir=work_dir).build(dataset)


def check(checks):
    from olmo_core.data.utils import get_labels

    one, three = checks.tally(), checks.tally()
    with tempfile.TemporaryDirectory() as work_dir:
        loader = batches(checks, work_dir)
        for epoch in (1, 2, 3):
            loader.reshuffle(epoch)
            for batch in loader:
                assert "doc_lens" not in batch
                labels = get_labels(batch)
                for tally in (one, three) if epoch == 1 else (three,):
                    tally.add(batch["input_ids"][0].numpy(), labels[0].numpy())
            loader.reset()
    checks.report("ai2-olmo-core", one, three, padding=one.padding_labels)


if __name__ == "__main__":
    run(check)
