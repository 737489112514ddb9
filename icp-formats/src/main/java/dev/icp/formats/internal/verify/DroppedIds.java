package dev.icp.formats.internal.verify;

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
import java.util.function.Consumer;

/** Reads what {@link DroppedLines} writes. */
final class DroppedIds {
  private DroppedIds() {}

  /** Hands on the ids of the near duplicates that were dropped, if the manifest has such a file. */
  static void forEach(Path folder, OutputManifest manifest, Consumer<String> action)
      throws IOException {
    if (manifest.files().stream().noneMatch(file -> file.path().equals(DroppedLines.NAME))) {
      return;
    }
    Path file = folder.resolve(DroppedLines.NAME);
    long line = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        if (!(JsonTree.object(text.getBytes(StandardCharsets.UTF_8)).get("id")
            instanceof String id)) {
          throw new BadOutputException(file + ":" + line, "no \"id\"");
        }
        action.accept(id);
      }
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file + ":" + line, String.valueOf(e.getMessage()));
    } catch (BadOutputException e) {
      throw e;
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e));
    }
  }
}
