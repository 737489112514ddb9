package dev.icp.formats.internal.verify;

import dev.icp.DroppedDocument;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.output.DroppedLines;
import dev.icp.internal.base.IoFailures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads what {@link DroppedLines} writes. */
final class DroppedIds {
  private static final String POLICY = "drop:";

  private DroppedIds() {}

  /**
   * Hands on the ids of the near duplicates that were dropped, and of those that were kept for
   * them, if the manifest has such a file.
   */
  static void forEach(Path folder, OutputManifest manifest, BiConsumer<String, String> action)
      throws IOException {
    if (manifest.files().stream().noneMatch(file -> file.path().equals(DroppedLines.NAME))) {
      return;
    }
    double least = threshold(manifest.settings().nearDuplicates());
    Path file = folder.resolve(DroppedLines.NAME);
    long line = 0;
    long bytes = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        DroppedDocument document = document(text);
        if (document == null || !DroppedLines.line(document).equals(text)) {
          throw new BadOutputException(
              file + ":" + line, "not the line that icp writes for a near duplicate");
        }
        if (document.cosine() < (float) least) {
          throw new BadOutputException(
              file + ":" + line,
              "cosine " + document.cosine() + ", dropped are those from " + least);
        }
        action.accept(document.id(), document.keptId());
        bytes += text.getBytes(StandardCharsets.UTF_8).length + 1L;
      }
      if (bytes != Files.size(file)) {
        throw new BadOutputException(file.toString(), "lines that do not end as icp writes them");
      }
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file + ":" + line, String.valueOf(e.getMessage()));
    } catch (BadOutputException e) {
      throw e;
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e));
    }
  }

  private static @Nullable DroppedDocument document(String line) {
    Map<String, @Nullable Object> fields = JsonTree.object(line.getBytes(StandardCharsets.UTF_8));
    return fields.get("id") instanceof String id
            && fields.get("keptId") instanceof String keptId
            && fields.get("cosine") instanceof Double cosine
        ? new DroppedDocument(id, 0, keptId, 0, cosine.floatValue())
        : null;
  }

  /** Returns from which cosine on documents were dropped; −1 if that cannot be told. */
  private static double threshold(String policy) {
    if (policy.startsWith(POLICY)) {
      try {
        return Double.parseDouble(policy.substring(POLICY.length()).replaceFirst(" .*", ""));
      } catch (NumberFormatException e) {
        return -1;
      }
    }
    return -1;
  }
}
