"""What icp packed, read from JSON Lines, and a tally of what a trainer makes of it.

Nothing here is any trainer's code: the trainers are asked by the check_*.py beside this file, each in
an environment of its own, as in

    python check_olmo_core.py CONTEXTS.jsonl OUTPUT_FOLDER LENGTH SEPARATOR

where LENGTH is what the model sees and SEPARATOR the id of the token after each document.
"""

import json
import sys
from collections import Counter
from importlib.metadata import version

import numpy as np

IGNORED = -100
"""A label that carries no loss."""


class Packed:
    """The contexts of `icp pack --format jsonl`, padding included."""

    def __init__(self, path):
        self.contexts, self.paddings = [], []
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                context = json.loads(line)
                self.contexts.append(np.array(context["tokens"], dtype=np.int64))
                self.paddings.append(context["padding"])

    def __len__(self):
        return len(self.contexts)


class Tally:
    """Compares samples with contexts.

    A sample is the tokens that the model sees, and for each of them the label that its loss is computed
    with (IGNORED for none). It is whole if its tokens are those of one context from the first to the
    last (but one, where contexts have a token more than the model sees), and each label is the token
    that comes next in that context. A last label from beyond the context is counted by itself.
    """

    def __init__(self, packed, length):
        self.packed, self.length = packed, length
        self.places = {}
        for number, context in enumerate(packed.contexts):
            self.places.setdefault(context[:length].tobytes(), []).append(number)
        self.samples = self.whole = self.labels = self.padding_labels = self.crossing_labels = 0
        self.seen = Counter()

    def add(self, tokens, labels):
        tokens = np.ascontiguousarray(tokens, dtype=np.int64)
        labels = np.asarray(labels, dtype=np.int64)
        assert len(labels) == len(tokens), f"{len(labels)} labels for {len(tokens)} tokens"
        self.samples += 1
        numbers = self.places.get(tokens.tobytes())
        if numbers is None:
            return
        # Equal contexts are taken in turn.
        number = min(numbers, key=lambda candidate: self.seen[candidate])
        context = self.packed.contexts[number]
        inner = min(len(labels), len(context) - 1)
        carry = labels[:inner] != IGNORED
        if (carry & (labels[:inner] != context[1 : inner + 1])).any():
            return
        self.whole += 1
        self.seen[number] += 1
        padding = max(0, inner + 1 - (len(context) - self.packed.paddings[number]))
        self.labels += int(carry[: inner - padding].sum())
        self.padding_labels += int(carry[inner - padding :].sum())
        self.crossing_labels += int((labels[inner:] != IGNORED).sum())

    def add_next(self, tokens, labels):
        """Adds a sample whose labels stand at their own tokens and are shifted by the model."""
        self.add(tokens, np.append(np.asarray(labels)[1:], IGNORED))

    def expected_labels(self):
        """How many labels the contexts seen have without padding and their first tokens."""
        return sum(
            times * (len(self.packed.contexts[number]) - 1 - self.packed.paddings[number])
            for number, times in self.seen.items()
        )


class Checks:
    """Prints a line for each trainer and remembers whether anything was wrong."""

    def __init__(self, packed, folder, length, separator):
        self.packed, self.folder, self.length, self.separator = packed, folder, length, separator
        self.failed = False

    def tally(self):
        return Tally(self.packed, self.length)

    def report(self, package, one, three, missed=0, crossing=0, what=""):
        """Reports one epoch and three, each as a Tally.

        missed: how many contexts may be left out of all epochs together, by the trainer's rule.
        crossing: labels of one epoch that the trainer takes from another context.
        """
        problems = []
        for epochs, tally in ((1, one), (3, three)):
            name = "an epoch" if epochs == 1 else f"{epochs} epochs"
            if tally.whole != tally.samples:
                problems.append(f"{tally.samples - tally.whole} samples of {name} are not one context")
            left_out = epochs * len(self.packed) - tally.samples
            if not 0 <= left_out <= missed:
                problems.append(f"{left_out} contexts are left out of {name}")
            often = max(tally.seen.values(), default=0)
            if often > epochs:
                problems.append(f"a context is seen {often} times in {name}")
            if tally.labels != tally.expected_labels():
                problems.append(f"{tally.labels} labels of {tally.expected_labels()} carry loss in {name}")
        if one.crossing_labels != crossing:
            problems.append(f"{one.crossing_labels} labels of another context instead of {crossing}")
        if one.padding_labels:
            problems.append(f"{one.padding_labels} labels of padding carry loss")
        self.line(
            package,
            f"{one.whole:,} of {one.samples:,} samples are one context"
            f" (3 epochs: {three.whole:,} of {three.samples:,}; {len(self.packed):,} packed);"
            f" loss on {one.labels:,} tokens, {one.crossing_labels:,} of another context,"
            f" {one.padding_labels:,} of padding{what}",
            problems,
        )

    def line(self, package, text, problems=()):
        name = f"{package} {version(package)}, {self.length:,} tokens"
        print(f"{name}: {text}", flush=True)
        for problem in problems:
            print(f"{name}: WRONG, {problem}", flush=True)
        self.failed |= bool(problems)


def run(check):
    path, folder, length, separator = sys.argv[1:]
    checks = Checks(Packed(path), folder, int(length), int(separator))
    check(checks)
    sys.exit(1 if checks.failed else 0)
