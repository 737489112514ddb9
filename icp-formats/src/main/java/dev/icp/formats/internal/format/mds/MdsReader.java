package dev.icp.formats.internal.format.mds;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what {@link MdsWriter} writes, {@code index.json} first. */
final class MdsReader implements FormatReader {
  private final StoredOutput output;
  private final MdsColumns columns;
  private final List<Map<?, ?>> index = new ArrayList<>();

  MdsReader(StoredOutput output, MdsColumns columns) throws IOException {
    this.output = output;
    this.columns = columns;
    Path file = output.folder().resolve(MdsFormat.INDEX);
    try {
      Map<String, ?> read = JsonTree.object(Files.readAllBytes(file));
      if (read.get("shards") instanceof List<?> shards
          && Long.valueOf(2).equals(read.get("version"))) {
        for (Object shard : shards) {
          index.add(shard instanceof Map<?, ?> entry ? entry : Map.of());
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
  }

  @Override
  public StoredShard open(int shard) throws IOException {
    return new MdsShard(output.path(shard), index.get(shard), columns, output.tokenBytes());
  }
}
