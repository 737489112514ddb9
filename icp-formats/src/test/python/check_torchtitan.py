"""torchtitan: its text data loader over Parquet, with a tokenizer that takes ids as they are."""

import os
from dataclasses import dataclass

from packed import run


def check(checks):
    from datasets import load_dataset
    from torchtitan.components.tokenizer import BaseTokenizer
    from torchtitan.hf_datasets import DatasetConfig
    from torchtitan.hf_datasets.text_datasets import DATASETS, HuggingFaceTextDataLoader

    class Ids(BaseTokenizer):
        @dataclass(kw_only=True, slots=True)
        class Config(BaseTokenizer.Config):
            pass

        def encode(self, ids, **_):
            return list(ids)

        def decode(self, ids):
            raise NotImplementedError

        def get_vocab_size(self):
            return 1 << 17

    DATASETS["contexts"] = DatasetConfig(
        path=os.path.join(checks.folder, "parquet"),
        loader=lambda path: load_dataset("parquet", data_files=path + "/*.parquet", split="train"),
        sample_processor=lambda row: row["input_ids"],
    )
    loader = HuggingFaceTextDataLoader.Config(dataset="contexts", num_workers=0).build(
        dp_world_size=1, dp_rank=0, tokenizer=Ids(), seq_len=checks.length, local_batch_size=1
    )
    one, three = checks.tally(), checks.tally()
    restarts = 0
    n = len(checks.packed)
    for number, (inputs, labels) in zip(range(3 * n), loader):
        restarts += int((inputs["positions"][0].diff() != 1).sum())
        for tally in (one, three) if number < n else (three,):
            tally.add(inputs["input"][0].numpy(), labels[0].numpy())
    checks.report("torchtitan", one, three)
    problems = [f"{restarts} positions restart within a context"] if restarts else []
    checks.line("torchtitan", f"positions restart {restarts:,} times within a context", problems)


if __name__ == "__main__":
    run(check)
