package dev.icp.formats;

import dev.icp.formats.internal.corpus.Globs;
import dev.icp.formats.internal.corpus.InputFile;
import dev.icp.formats.internal.corpus.InputState;
import dev.icp.formats.internal.corpus.RealPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an output comes of. An output is replaced without being asked only by one that comes of the
 * same: the same command over the same inputs.
 *
 * @param command what was asked for, an option an element; empty, which is the same as nothing,
 *     where that is not said
 * @param inputs everything that is read: files, folders, patterns and {@code -}, which is never the
 *     same twice
 */
public record OutputOrigin(List<String> command, List<Path> inputs) {
  /** Copies the lists. */
  public OutputOrigin {
    command = List.copyOf(command);
    inputs = List.copyOf(inputs);
  }

  /** Returns what tells the inputs from others; null where there is no telling. */
  @Nullable String state(Collection<Path> own) throws IOException {
    return InputState.of(inputs, new RealPaths(own));
  }

  /**
   * Refuses to replace what is read.
   *
   * @param own the files that would be
   * @throws IOException naming one that is an input, also through a link or under another name
   */
  void requireNoInput(Collection<Path> own) throws IOException {
    RealPaths real = new RealPaths(own);
    for (Path input : inputs) {
      // What a pattern or a folder has of the output is left out.
      if (InputFile.isStandardInput(input)
          || Globs.isPattern(input)
          || !Files.isRegularFile(input)) {
        continue;
      }
      if (real.isOne(input) || isLinked(input, own)) {
        throw new IOException(
            input + ": is an input, and would be replaced: choose another place for the output");
      }
    }
  }

  private static boolean isLinked(Path input, Collection<Path> own) throws IOException {
    if (linkCount(input) < 2) {
      return false;
    }
    for (Path file : own) {
      if (Files.exists(file) && Files.isSameFile(file, input)) {
        return true;
      }
    }
    return false;
  }

  private static int linkCount(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? (Integer) Files.getAttribute(file, "unix:nlink")
        : 2;
  }

  /**
   * Returns why an output that is there may not be replaced unasked; null if it may.
   *
   * @param there what it was asked for with
   * @param thereState of its inputs; null if not known
   * @param state of these inputs
   */
  @Nullable String difference(
      List<String> there, @Nullable String thereState, @Nullable String state) {
    if (command.isEmpty() || !command.equals(there)) {
      List<String> other = new ArrayList<>(there);
      other.removeAll(command);
      return other.isEmpty() || command.isEmpty() ? "" : " (" + String.join(", ", other) + ")";
    }
    if (state == null || thereState == null) {
      return " (of the same command, but whether it read the same cannot be told)";
    }
    return state.equals(thereState)
        ? null
        : " (of the same command, but its input has changed since or was in another place)";
  }
}
