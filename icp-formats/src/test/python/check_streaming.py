"""MosaicML's StreamingDataset over MDS, with its shuffle."""

import os
import tempfile

from packed import run


def check(checks):
    from streaming import StreamingDataset

    dataset = StreamingDataset(
        local=os.path.join(checks.folder, "mds"), shuffle=True, batch_size=1, num_canonical_nodes=1
    )
    one, three = checks.tally(), checks.tally()
    for epoch in range(3):
        for sample in dataset:
            tokens = sample["input_ids"]
            assert (sample["indices"] == [[0, len(tokens)]]).all()
            for tally in (one, three) if epoch == 0 else (three,):
                tally.add_next(tokens, tokens)
    checks.report("mosaicml-streaming", one, three, padding=one.padding_labels)


if __name__ == "__main__":
    run(check)
