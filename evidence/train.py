#!/usr/bin/env python3
"""Trains one small language model per arm and seed, evaluates each, and leaves the results.

    evidence/train.py STUDY --output RESULTS [--size nano] [--arms random,paper,cohesive] [--seeds 2]
                      [--minutes 12]

STUDY is what prepare.py made. Every arm gets the same steps, schedule, initial weights and, but for
the arms that say so, the same documents once. Weights and the shuffling of contexts depend on the seed,
and for random contexts the draw, too. RESULTS gets results.json and one ARM.SEED.npz with the losses of
single documents after every model, so nothing is lost when the time is up.

Needs PyTorch 2 and numpy. On a GPU: bf16, compiled, fused attention. On a CPU: float32.
"""
import argparse
import dataclasses
import json
import lzma
import math
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import evaluate  # noqa: E402

#: layers, width, heads
SIZES = {"nano": (3, 128, 4), "12m": (6, 384, 6), "30m": (8, 512, 8), "125m": (12, 768, 12)}


@dataclasses.dataclass(frozen=True)
class Arm:
    """packs: what is trained on. schedule: shuffled (all contexts of all packs), in-turn (one pack after
    the other, each shuffled) or apart (each batch takes contexts from all along the path). masked: the
    share of each pack's contexts in which attention stops at documents."""

    packs: tuple
    schedule: str = "shuffled"
    masked: tuple = (0.0, 0.0)


ARMS = {
    "random": Arm(("random",)),
    "paper": Arm(("paper",)),
    "reference": Arm(("reference",)),
    "cohesive": Arm(("cohesive",)),
    "random-masked": Arm(("random",), masked=(1.0,)),
    "random-half-masked": Arm(("random",), masked=(0.5,)),
    "cohesive-half-masked": Arm(("cohesive",), masked=(0.5,)),
    "paper-half-masked": Arm(("paper",), masked=(0.5,)),
    "random-start": Arm(("random-start",)),
    "paper-start": Arm(("paper-start",)),
    "cohesive-start": Arm(("cohesive-start",)),
    "cohesive-whole": Arm(("cohesive-whole",)),
    "cohesive-separate": Arm(("cohesive-separate",)),
    "cohesive-apart": Arm(("cohesive",), schedule="apart"),
    "cohesive-meaning": Arm(("cohesive-meaning",)),
    "paper-meaning": Arm(("paper-meaning",)),
    "cohesive-random": Arm(("half-cohesive", "half-random")),
    "paper-random": Arm(("half-paper", "half-random")),
    "paper-random-masked": Arm(("half-paper", "half-random"), masked=(0.0, 1.0)),
    "paper-start-random-masked": Arm(("half-paper-start", "half-random"), masked=(0.0, 1.0)),
    "masked-then-paper-start": Arm(
        ("half-random", "half-paper-start"), schedule="in-turn", masked=(1.0, 0.0)),
    "cohesive-then-random": Arm(("half-cohesive", "half-random"), schedule="in-turn"),
    "random-then-cohesive": Arm(("half-random", "half-cohesive"), schedule="in-turn"),
    "bm25chunk": Arm(("bm25chunk",)),
    "cohesive-among": Arm(("cohesive-among",)),
    "cohesive-mix": Arm(("cohesive-mix",)),
    "cohesive-mix-quarter": Arm(("cohesive-mix-quarter",)),
    "nextlong": Arm(("nextlong",)),
}


# ---- the model: LLaMA with normalised queries and keys


def rotate(x, cos, sin):
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1).to(x.dtype)


class Block(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        inner = (8 * width // 3 + 63) // 64 * 64
        self.norm1 = torch.nn.RMSNorm(width, eps=1e-6)
        self.norm2 = torch.nn.RMSNorm(width, eps=1e-6)
        self.norm_q = torch.nn.RMSNorm(width // heads, eps=1e-6)
        self.norm_k = torch.nn.RMSNorm(width // heads, eps=1e-6)
        self.qkv = torch.nn.Linear(width, 3 * width, bias=False)
        self.out = torch.nn.Linear(width, width, bias=False)
        self.up = torch.nn.Linear(width, 2 * inner, bias=False)
        self.down = torch.nn.Linear(inner, width, bias=False)

    def forward(self, x, cos, sin, bounds):
        b, t, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, t, 3, self.heads, d // self.heads).unbind(2)
        q, k = rotate(self.norm_q(q), cos, sin), rotate(self.norm_k(k), cos, sin)
        q, k, v = q.to(v.dtype), k.to(v.dtype), v
        if bounds is None:
            y = F.scaled_dot_product_attention(
                q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), is_causal=True).transpose(1, 2)
        elif bounds.dtype == torch.bool:  # a mask of pairs
            y = F.scaled_dot_product_attention(
                q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), attn_mask=bounds).transpose(1, 2)
        else:  # where each document begins in the batch laid end to end
            from torch.nn.attention.varlen import varlen_attn

            flat = lambda z: z.reshape(b * t, self.heads, d // self.heads)
            y = varlen_attn(flat(q), flat(k), flat(v), bounds, bounds, t, t, window_size=(-1, 0))
        x = x + self.out(y.reshape(b, t, d))
        gate, up = self.up(self.norm2(x)).chunk(2, dim=-1)
        return x + self.down(F.silu(gate) * up)


class Model(torch.nn.Module):
    def __init__(self, layers, width, heads, vocabulary, context, device):
        super().__init__()
        self.embed = torch.nn.Embedding(vocabulary, width)
        self.blocks = torch.nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm = torch.nn.RMSNorm(width, eps=1e-6)
        size = width // heads
        angle = torch.outer(torch.arange(context).float(), 10000.0 ** (-torch.arange(0, size, 2) / size))
        self.register_buffer("cos", angle.cos()[:, None, :], persistent=False)
        self.register_buffer("sin", angle.sin()[:, None, :], persistent=False)
        self.compiled_for = None  # the one shape that goes through compiled blocks
        self.to(device)

    def reset(self, seed):
        """The same first weights for the same seed, on any device."""
        draw = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for name, p in self.named_parameters():
                if p.dim() == 1:
                    p.fill_(1.0)
                else:
                    scale = 0.02
                    if name.endswith(("out.weight", "down.weight")):
                        scale /= math.sqrt(2 * len(self.blocks))
                    p.copy_(torch.empty(p.shape).normal_(0, scale, generator=draw))

    def hidden(self, tokens, bounds=None):
        t = tokens.shape[1]
        x = self.embed(tokens)
        for block in self.blocks:
            call = block if tokens.shape == self.compiled_for else block.forward
            x = call(x, self.cos[:t], self.sin[:t], bounds)
        return self.norm(x)

    def logits(self, hidden):
        return F.linear(hidden, self.embed.weight)


def loss_of(hidden, weight, targets):
    logits = F.linear(hidden, weight).float()
    return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1), ignore_index=-100)


# ---- the study


class Study:
    """Tokens and contexts, on the device."""

    def __init__(self, folder, device):
        self.folder, self.device = folder, device
        with open(os.path.join(folder, "study.json")) as f:
            self.info = json.load(f)
        self.context = self.info["contextLength"]
        self.separator = self.info["separator"]
        plain = os.path.join(folder, "tokens.npy")
        opened = open(plain, "rb") if os.path.exists(plain) else lzma.open(plain + ".xz")
        with opened as f:
            tokens = np.load(f)
        documents = np.load(os.path.join(folder, "documents.npz"))
        self.length, self.split = documents["length"], documents["split"]
        self.offset = np.concatenate([[0], np.cumsum(self.length, dtype=np.int64)])
        self.host_tokens = tokens
        # The separator stands behind the last token, where a gather finds it.
        self.tokens = torch.from_numpy(np.append(tokens, self.separator).astype(np.int16)).to(device)

    def pack(self, name, seed=None):
        """A pack's file: of this seed, where the draw differs from seed to seed."""
        for n in ([f"{name}.{seed}"] if seed else []) + [name]:
            file = os.path.join(self.folder, f"pack-{n}.npz")
            if os.path.exists(file):
                return {k: v for k, v in np.load(file).items()}
        return None

    def contexts(self, pack):
        """Tokens of all contexts, int16 on the device, separators where no document is; padding behind
        the last separator of a context is −1 in the returned lengths; and where documents begin."""
        first, at = pack["first"].astype(np.int64), pack["at"].astype(np.int64)
        size = (pack["end"] - pack["start"]).astype(np.int64)
        n, L = len(first) - 1, self.context
        of = np.repeat(np.arange(n), np.diff(first))
        device = self.device
        to = lambda a: torch.from_numpy(np.ascontiguousarray(a)).to(device)
        size_t, place = to(size), to(of * L + at)
        source = to(self.offset[pack["doc"]] + pack["start"])
        begin = torch.cumsum(size_t, 0) - size_t
        out = torch.full((n * L,), self.separator, dtype=torch.int16, device=device)
        piece = torch.repeat_interleave(torch.arange(len(size), device=device), size_t)
        within = torch.arange(len(piece), device=device) - begin[piece]
        out[place[piece] + within] = self.tokens[source[piece] + within]
        # A document begins at the separator before it, which so belongs to it; the first at 0.
        starts = np.maximum(at - 1, 0)
        used = np.zeros(n, np.int64)  # tokens of a context, with the separator of its last document
        np.maximum.at(used, of, np.minimum(at + size + 1, L))
        return out.view(n, L), to(used), starts, first


def order_of(arm, counts, batch, seed):
    """Which contexts make up which batch: numbers of contexts, over all packs laid end to end."""
    draw = np.random.default_rng(1000 + seed)
    base = np.concatenate([[0], np.cumsum(counts)])
    if arm.schedule == "in-turn":
        return np.concatenate([b + draw.permutation(c) for b, c in zip(base, counts)])
    if arm.schedule == "apart":
        n = base[-1] // batch * batch
        rows = np.arange(n).reshape(batch, -1)  # a row: neighbours along the path
        rows = np.stack([np.roll(r, draw.integers(len(r))) for r in rows])
        return rows[:, draw.permutation(rows.shape[1])].T.reshape(-1)
    return draw.permutation(base[-1])


class Trainer:
    def __init__(self, options, study):
        self.o, self.study = options, study
        self.device = study.device
        self.gpu = self.device.type == "cuda"
        layers, width, heads = SIZES[options.size]
        vocabulary = (study.info["vocabulary"] + 127) // 128 * 128
        self.model = Model(layers, width, heads, vocabulary, study.context, self.device)
        self.parameters = sum(p.numel() for p in self.model.parameters())
        self.loss = loss_of
        self.batch = max(1, options.batch_tokens // study.context)
        if self.gpu and not options.eager:
            for block in self.model.blocks:
                block.compile(dynamic=False)
            self.loss = torch.compile(loss_of, dynamic=False)
            self.model.compiled_for = torch.Size((self.batch, study.context))
        self.varlen = self.gpu and self.varlen_works()

    def autocast(self):
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.gpu)

    def varlen_works(self):
        """Attention within documents by lengths, where it gives what a mask gives; else the mask."""
        try:
            L, batch = self.study.context, 2
            x = torch.randn(batch, L, self.model.embed.weight.shape[1], device=self.device)
            starts = torch.tensor([0, L // 3, L, L + 5, L + L // 2], device=self.device)
            block, m = Block(x.shape[2], self.model.blocks[0].heads).to(self.device), self.model
            with torch.no_grad(), self.autocast():
                x = x.bfloat16()
                a = block(x, m.cos, m.sin, self.bounds_of(starts, batch, True))
                b = block(x, m.cos, m.sin, self.bounds_of(starts, batch, False))
            difference = (a - b).abs().max().item()
            print(f"attention by lengths and by mask differ by {difference:.4f}", flush=True)
            return difference < 0.1
        except Exception as e:  # whatever a build of PyTorch says of what it lacks
            print(f"no attention by lengths, a mask does it: {e!r}"[:300], flush=True)
            return False

    def bounds_of(self, starts, batch, varlen):
        L = self.study.context
        if varlen:
            room = 64 * batch  # empty documents fill it, so that its shape stays
            full = torch.full((max(room, len(starts)) + 1,), batch * L, dtype=torch.int32, device=self.device)
            full[: len(starts)] = starts
            return full
        which = torch.zeros(batch * L, dtype=torch.int32, device=self.device)
        which[starts] = 1
        which = torch.cumsum(which, 0).view(batch, L)
        causal = torch.ones(L, L, dtype=torch.bool, device=self.device).tril()
        return ((which[:, None, :] == which[:, :, None]) & causal)[:, None]

    def data(self, arm, seed):
        packs = [self.study.pack(p, seed) for p in arm.packs]
        if any(p is None for p in packs):
            return None
        made = [self.study.contexts(p) for p in packs]
        tokens = torch.cat([m[0] for m in made])
        used = torch.cat([m[1] for m in made])
        return tokens, used, [m[2] for m in made], [m[3] for m in made]

    def starts_in(self, chosen, starts, first, masked, draws):
        """Places in a batch laid end to end where attention begins anew."""
        L, out = self.study.context, []
        counts = [len(f) - 1 for f in first]
        for row, c in enumerate(chosen):
            part = 0
            while c >= counts[part]:
                c -= counts[part]
                part += 1
            within = draws[row] < masked[part]
            s = starts[part][first[part][c] : first[part][c + 1]] if within else []
            out.append(np.union1d([0], s).astype(np.int64) + row * L)
        return torch.from_numpy(np.concatenate(out)).to(self.device)

    def train(self, name, seed, steps, deadline):
        """Returns what happened, or None where the pack is missing or the time was up."""
        arm = ARMS[name]
        data = self.data(arm, seed)
        if data is None:
            return None
        tokens, used, starts, first = data
        o, model, batch, L = self.o, self.model, self.batch, self.study.context
        order = order_of(arm, [len(f) - 1 for f in first], batch, seed)
        steps = min(steps, len(order) // batch)
        model.reset(seed)
        matrices = [p for p in model.parameters() if p.dim() > 1]
        others = [p for p in model.parameters() if p.dim() == 1]
        optimizer = torch.optim.AdamW(
            [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
            lr=0.0, betas=(0.9, 0.95), fused=self.gpu)
        draw = np.random.default_rng(2000 + seed)
        warm = max(1, min(steps // 10, 200))
        column = torch.arange(L, device=self.device)
        ids = torch.from_numpy(order.astype(np.int64)).to(self.device)
        total, curve, started = torch.zeros((), device=self.device), [], time.time()
        model.train()
        every = max(1, steps // 40)
        for step in range(steps):
            rate = o.rate * min(1, (step + 1) / warm)
            rate *= 0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * max(0, step - warm) / max(1, steps - warm)))
            for group in optimizer.param_groups:
                group["lr"] = rate
            chosen = ids[step * batch : (step + 1) * batch]
            x = tokens[chosen].long() & 0xFFFF
            y = torch.cat([x[:, 1:], x.new_full((batch, 1), -100)], 1)
            y = y.masked_fill(column[None] + 1 >= used[chosen][:, None], -100)
            bounds = None
            if any(arm.masked):
                bounds = self.bounds_of(
                    self.starts_in(order[step * batch : (step + 1) * batch], starts, first, arm.masked,
                                   draw.random(batch)), batch, self.varlen)
            with self.autocast():
                loss = self.loss(model.hidden(x, bounds), model.embed.weight, y)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            total += loss.detach()
            if (step + 1) % every == 0:
                curve.append(round(total.item() / every, 4))
                total.zero_()
                if time.time() > deadline:
                    print(f"{name} seed {seed}: the time is up at step {step + 1} of {steps}", flush=True)
                    return None
        if self.gpu:
            torch.cuda.synchronize()
        seconds = time.time() - started
        model.eval()
        return {"arm": name, "seed": seed, "size": o.size, "parameters": self.parameters, "steps": steps,
                "batchTokens": batch * L, "tokens": steps * batch * L, "rate": o.rate,
                "contexts": len(order), "trainSeconds": round(seconds, 1),
                "tokensPerSecond": round(steps * batch * L / seconds), "curve": curve}

    def speed(self, steps=3):
        """Tokens a second of a few steps, to know how many the time allows."""
        self.train(next(iter(self.o.arms)), 0, 1, math.inf)
        started = time.time()
        done = self.train(next(iter(self.o.arms)), 0, steps, math.inf)
        return done["tokens"] / (time.time() - started)


def train_all(trainer, questions, queue, steps, end, output):
    """Trains and evaluates what the time allows. What the folder holds of other models stays."""
    file = os.path.join(output, "results.json")
    rows, cost, done = [], {}, 0
    if os.path.exists(file):
        with open(file) as f:
            rows = json.load(f)["models"]
    for name, seed in queue:
        kind = "masked" if any(ARMS[name].masked) else "plain"
        expected = cost.get(kind) or max(cost.values(), default=0)
        if time.time() + expected > end:
            print(f"{name} seed {seed}: no time left ({expected:.0f} s needed)", flush=True)
            continue
        started = time.time()
        try:
            row = trainer.train(name, seed, steps, end)
        except RuntimeError as e:
            if not (trainer.varlen and any(ARMS[name].masked)):
                raise
            print(f"attention by lengths fails, a mask does it: {e!r}"[:2000], flush=True)
            trainer.varlen = False
            row = trainer.train(name, seed, steps, end)
        if row is None:
            continue
        trained = time.time()
        with torch.no_grad(), trainer.autocast():
            measures, raw = questions.ask(trainer.model)
        row.update(measures=measures, evaluateSeconds=round(time.time() - trained, 1),
                   device=torch.cuda.get_device_name() if trainer.gpu else "cpu")
        cost[kind] = time.time() - started
        rows = [r for r in rows if (r["arm"], r["seed"], r["size"]) != (name, seed, row["size"])] + [row]
        done += 1
        np.savez_compressed(os.path.join(output, f"{name}.{seed}.npz"), **raw)
        with open(file + ".part", "w") as f:
            json.dump({"study": trainer.study.info, "torch": torch.__version__, "models": rows}, f, indent=1)
        os.replace(file + ".part", file)
        print(f"{name} seed {seed}: {row['tokensPerSecond']:,} tokens/s, {row['trainSeconds']} s + "
              f"{row['evaluateSeconds']} s, training loss {row['curve'][-1:]}, "
              + ", ".join(f"{k} {v:.4f}" for k, v in measures.items() if k in evaluate.SHOWN), flush=True)
    return done


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("study")
    p.add_argument("--output", required=True)
    p.add_argument("--size", choices=SIZES, default="nano")
    p.add_argument("--arms", default="random,paper,cohesive",
                   help="in the order in which they are trained; ARM:SEED trains one seed of it only, "
                        "then --seeds does not matter to it")
    p.add_argument("--seeds", type=int, default=2)
    p.add_argument("--minutes", type=float, default=0, help="ends by itself; 0: no limit")
    p.add_argument("--steps", type=int, default=0, help="at most so many; 0: every context once")
    p.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    p.add_argument("--batch-tokens", type=int, default=0, help="0: 65,536, and 8,192 for nano")
    p.add_argument("--eager", action="store_true", help="does not compile")
    p.add_argument("--fewer", type=int, default=1, help="evaluates on one in so many documents")
    o = p.parse_args()
    began = time.time()
    o.batch_tokens = o.batch_tokens or (8192 if o.size == "nano" else 65536)
    entries = o.arms.split(",")
    o.arms = {e.split(":")[0]: None for e in entries}
    unknown = [a for a in o.arms if a not in ARMS]
    if unknown:
        p.error(f"--arms {unknown[0]}: not one of {', '.join(ARMS)}")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
    os.makedirs(o.output, exist_ok=True)
    study = Study(o.study, device)
    trainer = Trainer(o, study)
    questions = evaluate.Questions(study, trainer.batch, o.fewer)
    print(f"{o.size}: {trainer.parameters / 1e6:.1f}M parameters on {device}, read after "
          f"{time.time() - began:.0f} s", flush=True)
    queue = [(e.split(":")[0], int(e.split(":")[1])) for e in entries if ":" in e]
    plain = [e for e in entries if ":" not in e]
    if plain:  # where seeds are not spelled out: every arm once, then every arm again
        queue += [(a, s) for s in range(o.seeds) for a in plain]
    longest = study.info["trainingTokens"] // (trainer.batch * study.context)
    steps = o.steps or longest + 1
    end = began + o.minutes * 60 if o.minutes else math.inf
    if o.minutes and not o.steps and device.type == "cpu":
        speed = trainer.speed()
        # Answering is a third of a step's work, without the gradients.
        each, answering = 0.9 * (end - time.time()) / len(queue), 2.5 * speed
        episodes = questions.fit(0.35 * each * answering)
        allowed = (each - questions.tokens / answering) * speed
        steps = max(1, min(steps, int(allowed / (trainer.batch * study.context))))
        print(f"{speed:,.0f} tokens a second: {steps:,} of {longest:,} steps for each of "
              f"{len(queue)} models" + (f", and one in {episodes} episodes of demonstrations"
                                        if episodes > 1 else ""), flush=True)
    if not train_all(trainer, questions, queue, steps, end, o.output):
        sys.exit("train: no model was finished")


if __name__ == "__main__":
    main()
