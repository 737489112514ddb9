package dev.icp.formats.internal.format.litdata;

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

/** Reads what {@link LitdataWriter} writes, {@code index.json} first. */
final class LitdataReader implements FormatReader {
  private final StoredOutput output;
  private final int contextLength;
  private final Path file;
  private final List<Chunk> chunks = new ArrayList<>();

  LitdataReader(StoredOutput output, int contextLength) throws IOException {
    this.output = output;
    this.contextLength = contextLength;
    file = output.folder().resolve(LitdataFormat.INDEX);
    byte[] bytes;
    Map<String, ?> index;
    try {
      bytes = Files.readAllBytes(file);
      index = JsonTree.object(bytes);
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw bad(IoFailures.reason(e));
    }
    if (index.get("chunks") instanceof List<?> list) {
      list.forEach(chunk -> chunks.add(Chunk.of(chunk)));
    }
    int expected = output.output().shards().size();
    if (chunks.size() != expected) {
      throw bad(chunks.size() + " chunks, the manifest says " + expected);
    }
    List<String> lines =
        chunks.stream()
            .map(chunk -> LitdataIndex.chunk(chunk.name, chunk.bytes, chunk.items, chunk.tokens))
            .toList();
    Object limit = index.get("config") instanceof Map<?, ?> config ? config.get("chunk_bytes") : "";
    String written =
        LitdataIndex.text(
            lines,
            limit instanceof Long number ? number : -1,
            output.tokenBytes(),
            index.get("updated_at") instanceof String stamp && stamp.matches("[0-9]{1,20}")
                ? stamp
                : "");
    if (!written.equals(new String(bytes, StandardCharsets.UTF_8))) {
      throw bad("no tokens of type " + output.output().tokenType() + ", or not as icp writes it");
    }
  }

  private record Chunk(String name, long bytes, long items, long tokens) {
    static Chunk of(@Nullable Object entry) {
      Map<?, ?> fields = entry instanceof Map<?, ?> map ? map : Map.of();
      return new Chunk(
          fields.get("filename") instanceof String name ? name : "",
          number(fields.get("chunk_bytes")),
          number(fields.get("chunk_size")),
          number(fields.get("dim")));
    }

    private static long number(@Nullable Object value) {
      return value instanceof Long number ? number : -1;
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
    String name = String.valueOf(chunk.getFileName());
    if (!chunks.get(shard).equals(new Chunk(name, opened.bytes(), items, items * contextLength))) {
      opened.close();
      throw bad("other numbers than those of " + chunk.getFileName());
    }
    return opened;
  }
}
