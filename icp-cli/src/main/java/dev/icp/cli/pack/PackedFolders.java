package dev.icp.cli.pack;

import dev.icp.ContextLengths;
import dev.icp.PackingReport;
import dev.icp.formats.LengthsReport;
import dev.icp.formats.LengthsReport.Length;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.ReportedFiles;
import dev.icp.spi.OnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where contexts go: the output folder, or, of several lengths, a folder in it for each, and a file
 * beside them that says so, which is written last.
 */
final class PackedFolders implements Closeable {
  private final Path output;
  private final ContextLengths lengths;
  private final List<OutputFolder> folders = new ArrayList<>();
  private @Nullable ReportedFiles together;

  private PackedFolders(Path output, ContextLengths lengths) {
    this.output = output;
    this.lengths = lengths;
  }

  /**
   * Opens all folders.
   *
   * @throws IOException if something is there that is not to be replaced, or a folder cannot be
   *     written to
   */
  static PackedFolders open(
      Path output, ContextLengths lengths, OutputOrigin origin, boolean overwrite)
      throws IOException {
    PackedFolders opened = new PackedFolders(output, lengths);
    try {
      Path file = output.resolve(LengthsReport.NAME);
      if (lengths.areSeveral()) {
        if (Files.exists(output.resolve(OutputManifest.NAME))) {
          throw new IOException(
              output + ": holds contexts of one length: choose another folder for several");
        }
        opened.together = ReportedFiles.open(file, List.of(), origin, overwrite);
        requireNoOthers(output, lengths);
      } else if (Files.exists(file)) {
        throw new IOException(
            output + ": holds contexts of several lengths: choose another folder for one");
      }
      for (int part = 0; part < lengths.parts().size(); part++) {
        opened.folders.add(OutputFolder.open(opened.path(part), origin, overwrite));
      }
      return opened;
    } catch (Throwable cause) {
      OnFailure.close(opened, cause);
      throw cause;
    }
  }

  /** What is of other lengths would stay, and be taken for a part of the output. */
  private static void requireNoOthers(Path output, ContextLengths lengths) throws IOException {
    List<String> names =
        lengths.parts().stream().map(part -> Integer.toString(part.length())).toList();
    for (Path other : LengthsReport.others(output, names)) {
      throw new IOException(
          other + ": holds contexts of another length: delete it, or choose another folder");
    }
  }

  /** Returns the folder of each length. */
  List<OutputFolder> folders() {
    return folders;
  }

  /** Returns where the folder of a length is. */
  Path path(int part) {
    return lengths.areSeveral() ? output.resolve(name(part)) : output;
  }

  private String name(int part) {
    return Integer.toString(lengths.parts().get(part).length());
  }

  /** Says that the contexts of all lengths are there. */
  void commit(List<PackingReport> reports) throws IOException {
    ReportedFiles file = together;
    if (file == null) {
      return;
    }
    List<Length> all = new ArrayList<>();
    long documents = 0;
    long tokens = 0;
    for (PackingReport report : reports) {
      documents += report.input().documents();
      tokens += report.contexts().tokens();
    }
    for (int part = 0; part < reports.size(); part++) {
      PackingReport report = reports.get(part);
      all.add(
          new Length(
              name(part),
              report.settings().contextLength(),
              lengths.parts().get(part).share(),
              tokens == 0 ? 0 : report.contexts().tokens() / (double) tokens,
              report.contexts().count(),
              report.input().documents(),
              report.contexts().tokens()));
    }
    file.commit(new LengthsReport(all, documents, tokens));
  }

  @Override
  public void close() throws IOException {
    ReportedFiles file = together;
    try (file) {
      IOException failure = null;
      for (OutputFolder folder : folders) {
        if (failure != null) {
          OnFailure.close(folder, failure);
          continue;
        }
        try {
          folder.close();
        } catch (IOException e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
