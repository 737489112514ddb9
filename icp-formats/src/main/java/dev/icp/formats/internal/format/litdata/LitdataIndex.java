package dev.icp.formats.internal.format.litdata;

import java.util.List;

/** What stands in {@code index.json}. */
final class LitdataIndex {
  private LitdataIndex() {}

  /** Returns what is said of a chunk. */
  static String chunk(String name, long bytes, long items, long tokens) {
    return "{\"chunk_bytes\": "
        + bytes
        + ", \"chunk_size\": "
        + items
        + ", \"dim\": "
        + tokens
        + ", \"filename\": \""
        + name
        + "\"}";
  }

  /**
   * Returns all of it.
   *
   * @param chunkBytes as was asked for
   * @param updatedAt tells caches apart
   */
  static String text(List<String> chunks, long chunkBytes, int tokenBytes, String updatedAt) {
    return "{\"chunks\": ["
        + String.join(", ", chunks)
        + "], \"config\": {\"chunk_bytes\": "
        + chunkBytes
        + ", \"chunk_size\": null, \"compression\": null, \"compression_batch_size\": null,"
        + " \"compression_level\": null, \"data_format\": [\""
        + LitdataFormat.dataFormat(tokenBytes)
        + "\"], \"data_spec\": \"[1, {\\\"type\\\": null, \\\"context\\\": null,"
        + " \\\"children_spec\\\": []}]\", \"encryption\": null, \"ipc_compression\": null,"
        + " \"item_loader\": \"TokensLoader\", \"types\": \"tensor\"}, \"updated_at\": \""
        + updatedAt
        + "\"}";
  }
}
