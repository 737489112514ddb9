package dev.icp.formats.internal.format.mds;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link MdsWriter} writes, {@code index.json} first. */
final class MdsReader implements FormatReader {
  private final StoredOutput output;
  private final MdsColumns columns;
  private final List<Entry> index = new ArrayList<>();

  MdsReader(StoredOutput output, MdsColumns columns) throws IOException {
    this.output = output;
    this.columns = columns;
    Path file = output.folder().resolve(MdsFormat.INDEX);
    List<String> entries = new ArrayList<>();
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
      if (JsonTree.object(bytes).get("shards") instanceof List<?> shards) {
        for (Object shard : shards) {
          Entry entry = Entry.of(shard instanceof Map<?, ?> fields ? fields : Map.of());
          index.add(entry);
          entries.add(columns.entry(entry.name, entry.bytes, entry.samples, entry.sizeLimit));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file.toString(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e));
    }
    int expected = output.output().shards().size();
    if (index.size() != expected) {
      throw new BadOutputException(
          file.toString(), index.size() + " shards, the manifest says " + expected);
    }
    if (!new String(bytes, StandardCharsets.UTF_8).equals(MdsColumns.index(entries))) {
      throw new BadOutputException(
          file.toString(), "other columns than the manifest says, or not as icp writes it");
    }
  }

  /** What is said of a shard that is not the same for all; −1 and nothing where it is not said. */
  record Entry(String name, long bytes, long samples, long sizeLimit) {
    static Entry of(Map<?, ?> fields) {
      Map<?, ?> raw = fields.get("raw_data") instanceof Map<?, ?> map ? map : Map.of();
      return new Entry(
          raw.get("basename") instanceof String name ? name : "",
          number(raw.get("bytes")),
          number(fields.get("samples")),
          number(fields.get("size_limit")));
    }

    private static long number(@Nullable Object value) {
      return value instanceof Long number ? number : -1;
    }
  }

  @Override
  public StoredShard open(int shard) throws IOException {
    return new MdsShard(output.path(shard), index.get(shard), columns, output.tokenBytes());
  }
}
