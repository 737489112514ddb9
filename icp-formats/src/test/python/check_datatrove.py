"""datatrove's reader, which nanotron trains from: windows of one token more than the model sees."""

import os

from packed import run


def token_size(folder):
    """What nanotron reads in the metadata beside a .ds file."""
    name = next(name for name in sorted(os.listdir(folder)) if name.endswith(".metadata"))
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return int(file.readline().rstrip("\n").rsplit("|", 1)[1])


def check(checks):
    from datatrove.utils.dataset import DatatroveFolderDataset

    folder = os.path.join(checks.folder, "datatrove")
    dataset = DatatroveFolderDataset(
        folder,
        seq_len=checks.length,
        filename_pattern="*.ds",
        recursive=False,
        token_size=token_size(folder),
        shuffle=True,
        return_positions=True,
    )
    one, three = checks.tally(), checks.tally()
    restarts = 0
    for epoch in range(3):
        for i in range(len(dataset)):
            sample = dataset[i]
            window = sample["input_ids"].numpy()
            restarts += int((sample["positions"][1 : checks.length] == 0).sum())
            for tally in (one, three) if epoch == 0 else (three,):
                tally.add(window[:-1], window[1:])
    problems = [f"{restarts} positions restart within contexts"] if restarts else []
    checks.report("datatrove", one, three)
    checks.line("datatrove", f"positions of .ds.index restart {restarts:,} times within a context", problems)


if __name__ == "__main__":
    run(check)
