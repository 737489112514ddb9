#!/usr/bin/env python3
"""Makes sentence encoders in ONNX, BERT's architecture with random weights; nothing is downloaded.

It needs Python packages numpy and onnx (Debian: python3-onnx). Without arguments it writes the small
ones that the tests read to ../resources/dev/icp/models, the same bytes each time:

    /usr/bin/python3 make_encoders.py

With a folder, layers and width it writes one for measuring, for example

    /usr/bin/python3 make_encoders.py /tmp/encoder 6 384
"""

import json
import math
import pathlib
import shutil
import sys

import numpy
from onnx import TensorProto, checker, helper, numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
RESOURCES = HERE.parent / "resources" / "dev" / "icp" / "models"
TOKENIZERS = HERE.parents[3] / "icp-lucene" / "src" / "test" / "resources" / "dev" / "icp" / "lucene"
OPSET = 17
POSITIONS = 128 if len(sys.argv) == 1 else 512


class Graph:
    """An ONNX graph under construction; values are called by their names."""

    def __init__(self, seed):
        self.random = numpy.random.RandomState(seed)
        self.nodes = []
        self.weights = []

    def constant(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def ints(self, *values):
        return self.constant(numpy.array(values, dtype=numpy.int64))

    def float(self, value):
        return self.constant(numpy.array(value, dtype=numpy.float32))

    def matrix(self, rows, columns, scale=None):
        values = self.random.standard_normal((rows, columns))
        return self.constant((values * (scale or 1 / math.sqrt(rows))).astype(numpy.float32))

    def vector(self, length, scale=0.02, around=0.0):
        values = around + scale * self.random.standard_normal(length)
        return self.constant(values.astype(numpy.float32))

    def add(self, operation, *inputs, **attributes):
        name = f"{operation.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, inputs, [name], **attributes))
        return name

    def linear(self, x, rows, columns):
        return self.add("Add", self.add("MatMul", x, self.matrix(rows, columns)), self.vector(columns))

    def norm(self, x, width):
        scale = self.vector(width, around=1.0)
        return self.add("LayerNormalization", x, scale, self.vector(width), axis=-1, epsilon=1e-12)

    def gelu(self, x):
        half = self.add("Mul", x, self.float(0.5))
        erf = self.add("Erf", self.add("Div", x, self.float(math.sqrt(2))))
        return self.add("Mul", half, self.add("Add", erf, self.float(1)))


def attention(graph, x, mask, width, heads):
    size = width // heads

    def split(y, order):
        shaped = graph.add("Reshape", y, graph.ints(0, 0, heads, size))
        return graph.add("Transpose", shaped, perm=order)

    q = split(graph.linear(x, width, width), [0, 2, 1, 3])
    k = split(graph.linear(x, width, width), [0, 2, 3, 1])
    v = split(graph.linear(x, width, width), [0, 2, 1, 3])
    scores = graph.add("Div", graph.add("MatMul", q, k), graph.float(math.sqrt(size)))
    weights = graph.add("Softmax", graph.add("Add", scores, mask), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weights, v), perm=[0, 2, 1, 3])
    joined = graph.add("Reshape", mixed, graph.ints(0, 0, width))
    return graph.linear(joined, width, width)


def encoder(vocabulary, layers, width, heads, inner, types, seed):
    """A model of input_ids, attention_mask and, if there are types, token_type_ids."""
    graph = Graph(seed)
    words = graph.add("Gather", graph.matrix(vocabulary, width, 1.0), "input_ids")
    length = graph.add("Gather", graph.add("Shape", "input_ids"), graph.constant(numpy.array(1)))
    places = graph.add(
        "Range", graph.constant(numpy.array(0)), length, graph.constant(numpy.array(1))
    )
    x = graph.add(
        "Add", words, graph.add("Gather", graph.matrix(POSITIONS, width, 0.1), places)
    )
    if types:
        kinds = graph.add("Gather", graph.matrix(types, width, 0.1), "token_type_ids")
        x = graph.add("Add", x, kinds)
    x = graph.norm(x, width)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    mask = graph.add("Unsqueeze", mask, graph.ints(1, 2))
    mask = graph.add("Mul", graph.add("Sub", graph.float(1), mask), graph.float(-10000.0))
    for _ in range(layers):
        x = graph.norm(graph.add("Add", x, attention(graph, x, mask, width, heads)), width)
        hidden = graph.gelu(graph.linear(x, width, inner))
        x = graph.norm(graph.add("Add", x, graph.linear(hidden, inner, width)), width)
    graph.nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))
    names = ["input_ids", "attention_mask"] + (["token_type_ids"] if types else [])
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])
        for name in names
    ]
    output = helper.make_tensor_value_info(
        "last_hidden_state", TensorProto.FLOAT, ["batch", "sequence", width]
    )
    model = helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, [output], graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="make_encoders.py",
    )
    model.ir_version = 8
    checker.check_model(model)
    return model.SerializeToString()


def write_json(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def write(folder, tokenizer, layers, width, heads, pooling, normalize, types, length):
    """A folder in the layout of sentence-transformers."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TOKENIZERS / tokenizer / "tokenizer.json", folder / "tokenizer.json")
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    size = 1 + max(
        [*vocabulary["model"]["vocab"].values(), *(a["id"] for a in vocabulary["added_tokens"])]
    )
    inner = 4 * width if width > 64 else 2 * width
    model = encoder(size, layers, width, heads, inner, types, seed=width)
    (folder / "onnx").mkdir(exist_ok=True)
    (folder / "onnx" / "model.onnx").write_bytes(model)
    write_json(
        folder / "config.json",
        {
            "model_type": "bert",
            "hidden_size": width,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "intermediate_size": inner,
            "max_position_embeddings": POSITIONS,
            "type_vocab_size": types,
            "vocab_size": size,
        },
    )
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": length, "do_lower_case": False})
    modules = ["Transformer", "Pooling"] + (["Normalize"] if normalize else [])
    write_json(
        folder / "modules.json",
        [
            {
                "idx": i,
                "name": str(i),
                "path": "" if i == 0 else f"{i}_{name}",
                "type": f"sentence_transformers.models.{name}",
            }
            for i, name in enumerate(modules)
        ],
    )
    modes = ["cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "lasttoken"]
    write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": width} | {f"pooling_mode_{m}": m == pooling for m in modes},
    )


def with_outputs(outputs, ids=TensorProto.INT64):
    """A model of one look-up whose vectors come out in several ways, in the order given."""
    graph = Graph(7)
    table = graph.matrix(16, 8, 1.0)
    tokens = graph.add("Gather", table, graph.add("Mod", "input_ids", graph.constant(ARRAY[ids](16))))
    weights = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=TensorProto.FLOAT), graph.ints(2))
    total = graph.add("ReduceSum", graph.add("Mul", tokens, weights), graph.ints(1), keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", weights, graph.ints(1), keepdims=0))
    made = {
        "tokens": (tokens, ["batch", "sequence", 8]),
        "weights": (weights, ["batch", "sequence", 1]),
        "mean": (mean, ["batch", 8]),
        "tanh": (graph.add("Tanh", mean), ["batch", 8]),
    }
    described = []
    for name, what, kind in outputs:
        value, shape = made[what]
        graph.nodes.append(helper.make_node("Cast", [value], [name], to=kind))
        described.append(helper.make_tensor_value_info(name, kind, shape))
    inputs = [
        helper.make_tensor_value_info(name, ids, ["batch", "sequence"])
        for name in ["input_ids", "attention_mask"]
    ]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "outputs", inputs, described, graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="make_encoders.py",
    )
    model.ir_version = 8
    checker.check_model(model)
    return model.SerializeToString()


ARRAY = {TensorProto.INT64: numpy.int64, TensorProto.INT32: numpy.int32}
FLOAT = TensorProto.FLOAT
OUTPUTS = {
    "plain": ([("last_hidden_state", "tokens", FLOAT)], TensorProto.INT64),
    "int32": ([("last_hidden_state", "tokens", FLOAT)], TensorProto.INT32),
    "float16": ([("last_hidden_state", "tokens", TensorProto.FLOAT16)], TensorProto.INT64),
    "float64": ([("last_hidden_state", "tokens", TensorProto.DOUBLE)], TensorProto.INT64),
    "integers": ([("last_hidden_state", "tokens", TensorProto.INT64)], TensorProto.INT64),
    "pooler": ([("pooler_output", "tanh", FLOAT), ("last_hidden_state", "tokens", FLOAT)], TensorProto.INT64),
    "sentence": ([("token_embeddings", "tokens", FLOAT), ("sentence_embedding", "tanh", FLOAT)], TensorProto.INT64),
    "several": (
        [("sparse_vecs", "weights", FLOAT), ("colbert_vecs", "tokens", FLOAT), ("dense_vecs", "tanh", FLOAT)],
        TensorProto.INT64,
    ),
    "unknown": ([("a", "tokens", FLOAT), ("b", "tanh", FLOAT)], TensorProto.INT64),
}


if len(sys.argv) == 1:
    (RESOURCES / "outputs").mkdir(parents=True, exist_ok=True)
    for name, (outputs, ids) in OUTPUTS.items():
        (RESOURCES / "outputs" / f"{name}.onnx").write_bytes(with_outputs(outputs, ids))
    write(RESOURCES / "encoder", "wordpiece", 2, 32, 2, "mean_tokens", True, 2, 64)
    write(RESOURCES / "encoder-last", "bpe", 1, 16, 2, "lasttoken", False, 0, 128)
else:
    target, layer_count, model_width = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    head_count = max(1, model_width // 32)
    write(target, "wordpiece", layer_count, model_width, head_count, "mean_tokens", True, 2, 512)
