package dev.icp.formats.internal.format;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Shard;
import dev.icp.formats.internal.files.Failures;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.format.datatrove.DatatroveShard;
import dev.icp.formats.internal.format.mds.MdsShard;
import dev.icp.formats.internal.format.megatron.MegatronShard;
import dev.icp.formats.internal.format.npy.NpyShard;
import dev.icp.formats.internal.format.parquet.ParquetShard;
import dev.icp.formats.internal.output.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shards of one output, whatever its format. */
public final class StoredShards {
  private static final String MDS_INDEX = "index.json";

  private final Path folder;
  private final Output output;
  private final OutputFormat format;
  private final int contextLength;
  private final List<Map<?, ?>> mdsIndex = new ArrayList<>();

  /**
   * @param folder of the manifest
   * @throws BadOutputException if the format is not known, or its index is damaged
   */
  public StoredShards(Path folder, Output output, int contextLength) throws IOException {
    this.folder = folder.resolve(output.folder());
    this.output = output;
    this.contextLength = contextLength;
    format = format(folder, output);
    if (format == OutputFormat.MDS) {
      readMdsIndex();
    }
  }

  private static OutputFormat format(Path folder, Output output) throws BadOutputException {
    try {
      return OutputFormat.valueOf(output.format().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(folder.toString(), "format \"" + output.format() + "\"");
    }
  }

  /** Returns the names of all files that there should be, below the folder of the manifest. */
  public static List<String> files(Path folder, Output output) throws BadOutputException {
    OutputFormat format = format(folder, output);
    List<String> endings =
        switch (format) {
          case JSONL -> List.of(".jsonl");
          case MEGATRON -> List.of(".bin", ".idx", Sidecar.ENDING);
          case MDS -> List.of(".mds", Sidecar.ENDING);
          case NPY -> List.of(".npy", ".csv.gz", Sidecar.ENDING);
          case DATATROVE -> List.of(".ds", ".ds.index", ".ds.metadata", Sidecar.ENDING);
          case PARQUET -> List.of(".parquet", Sidecar.ENDING);
        };
    String below = output.folder().isEmpty() ? "" : output.folder() + "/";
    List<String> files = new ArrayList<>();
    for (Shard shard : output.shards()) {
      endings.forEach(ending -> files.add(below + shard.name() + ending));
    }
    if (format == OutputFormat.MDS) {
      files.add(below + MDS_INDEX);
    }
    return files;
  }

  private void readMdsIndex() throws IOException {
    Path file = folder.resolve(MDS_INDEX);
    try {
      Map<String, ?> index = JsonTree.object(Files.readAllBytes(file));
      if (index.get("shards") instanceof List<?> shards
          && Long.valueOf(2).equals(index.get("version"))) {
        for (Object shard : shards) {
          mdsIndex.add(shard instanceof Map<?, ?> entry ? entry : Map.of());
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file.toString(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), Failures.reason(e));
    }
    if (mdsIndex.size() != output.shards().size()) {
      throw new BadOutputException(
          file.toString(),
          mdsIndex.size() + " shards, the manifest says " + output.shards().size());
    }
  }

  /** Returns what to call a shard in messages. */
  public String name(int shard) {
    return folder.resolve(output.shards().get(shard).name()).toString();
  }

  /** Opens a shard; null where tokens stand beside the segments, as in JSON Lines. */
  public @Nullable StoredShard open(int shard) throws IOException {
    String base = name(shard);
    int tokenBytes = output.tokenType().equals("uint16") ? Short.BYTES : Integer.BYTES;
    return switch (format) {
      case MEGATRON -> new MegatronShard(base, tokenBytes);
      case MDS -> new MdsShard(base, mdsIndex.get(shard), tokenBytes);
      case NPY -> new NpyShard(base, contextLength, tokenBytes);
      case DATATROVE -> new DatatroveShard(base, contextLength, tokenBytes);
      case PARQUET -> new ParquetShard(base);
      case JSONL -> null;
    };
  }
}
