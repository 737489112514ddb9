package dev.icp.formats.internal.format.litdata;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads what {@link LitdataWriter} writes, {@code index.json} first. */
final class LitdataReader implements FormatReader {
  private final StoredOutput output;
  private final int contextLength;
  private final Path file;
  private final List<?> chunks;

  LitdataReader(StoredOutput output, int contextLength) throws IOException {
    this.output = output;
    this.contextLength = contextLength;
    file = output.folder().resolve(LitdataFormat.INDEX);
    Map<String, ?> index;
    try {
      index = JsonTree.object(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw bad(IoFailures.reason(e));
    }
    chunks = index.get("chunks") instanceof List<?> list ? list : List.of();
    int expected = output.output().shards().size();
    if (chunks.size() != expected) {
      throw bad(chunks.size() + " chunks, the manifest says " + expected);
    }
    List<String> format = List.of(LitdataFormat.dataFormat(output.tokenBytes()));
    if (!(index.get("config") instanceof Map<?, ?> config)
        || !format.equals(config.get("data_format"))
        || !"TokensLoader".equals(config.get("item_loader"))) {
      throw bad("no tokens of type " + output.output().tokenType());
    }
  }

  private BadOutputException bad(String reason) {
    return new BadOutputException(file.toString(), reason);
  }

  @Override
  public StoredShard open(int shard) throws IOException {
    Path chunk = Path.of(output.path(shard) + ".bin");
    long items = output.output().shards().get(shard).contexts();
    LitdataShard opened = new LitdataShard(chunk, items, contextLength, output.tokenBytes());
    if (!(chunks.get(shard) instanceof Map<?, ?> entry)
        || !String.valueOf(chunk.getFileName()).equals(entry.get("filename"))
        || !Long.valueOf(opened.bytes()).equals(entry.get("chunk_bytes"))
        || !Long.valueOf(items).equals(entry.get("chunk_size"))
        || !Long.valueOf(items * contextLength).equals(entry.get("dim"))) {
      opened.close();
      throw bad("other numbers than those of " + chunk.getFileName());
    }
    return opened;
  }
}
