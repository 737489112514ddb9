"""torchtitan: its text dataset over Parquet, with a tokenizer that takes ids as they are."""

import os

from packed import run


def check(checks):
    from datasets import load_dataset
    from torchtitan.components.tokenizer import BaseTokenizer
    from torchtitan.hf_datasets import DatasetConfig
    from torchtitan.hf_datasets.text_datasets import DATASETS, HuggingFaceTextDataset

    class Ids(BaseTokenizer):
        def encode(self, ids, add_bos=False, add_eos=False):
            return list(ids)

        def decode(self, ids):
            raise NotImplementedError

        def get_vocab_size(self):
            return 1 << 17

    files = os.path.join(checks.folder, "parquet", "*.parquet")
    DATASETS["icp"] = DatasetConfig(
        path=files,
        loader=lambda path: load_dataset("parquet", data_files=path, split="train"),
        sample_processor=lambda row: row["input_ids"],
    )
    dataset = HuggingFaceTextDataset("icp", None, Ids(), seq_len=checks.length, infinite=True)
    one, three = checks.tally(), checks.tally()
    restarts = 0
    for number, (inputs, labels) in enumerate(dataset):
        if number == 3 * len(checks.packed):
            break
        restarts += int((inputs["positions"].diff() != 1).sum())
        for tally in (one, three) if number < len(checks.packed) else (three,):
            tally.add(inputs["input"].numpy(), labels.numpy())
    checks.report("torchtitan", one, three, padding=one.padding_labels)
    problems = [f"{restarts} positions restart within a context"] if restarts else []
    checks.line("torchtitan", f"positions restart {restarts:,} times within a context", problems)


if __name__ == "__main__":
    run(check)
