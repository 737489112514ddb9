"""ProLong: MosaicML's StreamingDataset over MDS, with its shuffle.

ProLong itself is on no registry. The labels are those of its collator: none for the first token, nor, with
--apply_instruct_masks, where `mask` is 0.
"""

import os

from packed import IGNORED, run


def check(checks):
    from streaming import StreamingDataset

    dataset = StreamingDataset(
        local=os.path.join(checks.folder, "mds"), shuffle=True, batch_size=1, num_canonical_nodes=1
    )
    one, three = checks.tally(), checks.tally()
    for epoch in range(3):
        for sample in dataset:
            tokens = sample["input_ids"].astype("int64")
            assert (sample["indices"] == [[0, len(tokens)]]).all()
            labels = tokens.copy()
            labels[0] = IGNORED
            if "mask" in sample:
                labels[sample["mask"] == 0] = IGNORED
            for tally in (one, three) if epoch == 0 else (three,):
                tally.add_next(tokens, labels)
    checks.report("mosaicml-streaming", one, three)


if __name__ == "__main__":
    run(check)
