package dev.icp.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands in {@value #NAME} beside the outputs of several context lengths.
 *
 * @param lengths ascending
 * @param documents of all lengths, near duplicates that were dropped included
 * @param tokens of documents, in contexts of all lengths
 */
public record LengthsReport(List<Length> lengths, long documents, long tokens) {
  /** Copies the list. */
  public LengthsReport {
    lengths = List.copyOf(lengths);
  }

  /** The name of the file. */
  public static final String NAME = "lengths.json";

  /**
   * Returns the outputs in a folder that are of other lengths, for which a trainer may take them.
   *
   * @param folders the names of those that belong there
   * @throws IOException if the folder cannot be listed
   */
  public static List<Path> others(Path folder, Collection<String> folders) throws IOException {
    return finished(folder).stream()
        .filter(file -> !folders.contains(String.valueOf(file.getFileName())))
        .toList();
  }

  /** Returns the outputs in a folder that has a {@value #NAME}, none in any other. */
  static List<Path> outputs(Path folder) throws IOException {
    return Files.exists(folder.resolve(NAME)) ? finished(folder) : List.of();
  }

  private static List<Path> finished(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.exists(file.resolve(OutputManifest.NAME)))
          .sorted()
          .toList();
    }
  }

  /**
   * One length.
   *
   * @param folder its output, beside the file
   * @param contextLength tokens in a context
   * @param shareWanted of the documents' tokens
   * @param share that it got
   * @param contexts how many there are
   * @param documents that stand there, near duplicates that were dropped for them included
   * @param tokens of documents in its contexts
   */
  public record Length(
      String folder,
      int contextLength,
      double shareWanted,
      double share,
      long contexts,
      long documents,
      long tokens) {}
}
