"""litgpt: its LitData module, which reads litdata's chunks of tokens."""

import os

from packed import run


def check(checks):
    from litgpt.data import LitData

    data = LitData(data_path=os.path.join(checks.folder, "litdata"), num_workers=0)
    data.connect(batch_size=1, max_seq_length=checks.length)
    loader = data.train_dataloader()
    one, three = checks.tally(), checks.tally()
    for epoch in range(3):
        for batch in loader:
            # As in litgpt/pretrain.py.
            tokens = batch[:, 0 : checks.length].contiguous().long()
            labels = batch[:, 1 : checks.length + 1].contiguous().long()
            for tally in (one, three) if epoch == 0 else (three,):
                tally.add(tokens[0].numpy(), labels[0].numpy())
    checks.report("litgpt", one, three)


if __name__ == "__main__":
    run(check)
