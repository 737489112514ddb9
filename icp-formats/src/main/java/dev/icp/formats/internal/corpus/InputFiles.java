package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files of a corpus, in order: those given, and those found in the folders given. */
public final class InputFiles {
  private final Iterator<Path> inputs;
  private final List<String> endings;
  private final boolean tokenized;
  private final RealPaths excluded;
  private final Consumer<? super CorpusException> skipped;
  private @Nullable FolderWalk walk;

  /**
   * @param extensions of the files wanted from folders, without dot; empty for all
   * @param tokenized whether documents are tokens, whose files come in pairs
   * @param excluded files and folders that walks leave out
   * @param skipped hears of everything else that is left out
   */
  public InputFiles(
      List<Path> inputs,
      List<String> extensions,
      boolean tokenized,
      RealPaths excluded,
      Consumer<? super CorpusException> skipped) {
    this.inputs = inputs.iterator();
    this.endings = extensions.stream().map(e -> "." + e.toLowerCase(Locale.ROOT)).toList();
    this.tokenized = tokenized;
    this.excluded = excluded;
    this.skipped = skipped;
  }

  /**
   * Returns the next file; null when there are no more.
   *
   * @throws CorpusException naming the folder if one cannot be listed
   */
  public @Nullable InputFile next() {
    while (true) {
      if (walk != null) {
        InputFile file = walk.next();
        if (file != null) {
          return file;
        }
        walk = null;
      }
      if (!inputs.hasNext()) {
        return null;
      }
      Path input = inputs.next();
      if (InputFile.isStandardInput(input)) {
        return new InputFile(input, "stdin", true);
      }
      Path last = input.getFileName();
      String reason = last == null ? null : SideFiles.besideData(last.toString());
      if (reason != null) {
        // A shell or a pattern gives them with the rest.
        skipped.accept(new CorpusException(nameOf(input), reason));
      } else if (!Files.isDirectory(input)) {
        return new InputFile(input, nameOf(input), true);
      } else {
        walk = new FolderWalk(input, nameOf(input), this::unwanted, excluded, skipped);
      }
    }
  }

  private @Nullable String unwanted(InputFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    String plain = Compression.withoutEnding(name);
    boolean wanted =
        endings.isEmpty()
            || endings.stream().anyMatch(end -> name.endsWith(end) || plain.endsWith(end));
    if (!wanted) {
      return "its extension is not " + String.join(" or ", endings);
    }
    Path other = tokenized ? TokenFiles.readWith(file.path()) : null;
    return other == null ? null : "is read with " + other.getFileName();
  }

  /** Returns the path as it was given, without {@code .} and with {@code /} on every system. */
  public static String nameOf(Path path) {
    return path.normalize().toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
