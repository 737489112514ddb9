package dev.icp.formats.internal.format.mds;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a shard, sorted by name, as MDS wants them.
 *
 * @param tokenType of NumPy
 * @param ranges whether there are {@code indices}, {@code input_ids} and {@code length}, as ProLong
 *     reads them, or {@code tokens} alone, as llm-foundry does
 * @param mask whether {@code mask} says which tokens are to be learned
 */
record MdsColumns(String tokenType, boolean ranges, boolean mask) {
  private record Column(String name, String encoding, @Nullable Integer size) {}

  private List<Column> all() {
    Column tokens = new Column(ranges ? "input_ids" : "tokens", "ndarray:" + tokenType, null);
    if (!ranges) {
      return List.of(tokens);
    }
    List<Column> all = new ArrayList<>();
    all.add(new Column("indices", "ndarray:uint32", null));
    all.add(tokens);
    all.add(new Column("length", "int", Long.BYTES));
    if (mask) {
      all.add(new Column("mask", "ndarray:uint8", null));
    }
    return all;
  }

  /** Returns their names. */
  List<String> names() {
    return all().stream().map(Column::name).toList();
  }

  /** Returns how each is written. */
  List<String> encodings() {
    return all().stream().map(Column::encoding).toList();
  }

  /** Returns how many of them have no fixed size. */
  int variable() {
    return (int) all().stream().filter(column -> column.size == null).count();
  }

  /**
   * Returns what a shard says of itself as Python's {@code json.dumps(sort_keys=True)} has it, up
   * to the hashes.
   */
  private String json() {
    List<String> sizes = all().stream().map(column -> String.valueOf(column.size)).toList();
    return "\"column_encodings\": "
        + quoted(encodings())
        + ", \"column_names\": "
        + quoted(names())
        + ", \"column_sizes\": ["
        + String.join(", ", sizes)
        + "], \"compression\": null, \"format\": \"mds\", \"hashes\": []";
  }

  /**
   * Returns all that a shard says of itself.
   *
   * @param sizeLimit bytes of a shard, as was asked for
   */
  String config(long sizeLimit) {
    return "{" + json() + ", " + limits(sizeLimit) + "}";
  }

  /** Returns what the index says of a shard. */
  String entry(String name, long bytes, long samples, long sizeLimit) {
    return "{"
        + json()
        + ", \"raw_data\": {\"basename\": \""
        + name
        + "\", \"bytes\": "
        + bytes
        + ", \"hashes\": {}}, \"samples\": "
        + samples
        + ", "
        + limits(sizeLimit)
        + ", \"zip_data\": null}";
  }

  /** Returns the index of shards that have these entries. */
  static String index(List<String> entries) {
    return "{\"shards\": [" + String.join(", ", entries) + "], \"version\": 2}";
  }

  private static String limits(long sizeLimit) {
    return "\"size_limit\": " + sizeLimit + ", \"version\": 2";
  }

  private static String quoted(List<String> names) {
    return "[\"" + String.join("\", \"", names) + "\"]";
  }
}
