package dev.icp.formats.internal.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.icp.formats.internal.corpus.ZstdInput;
import dev.icp.formats.internal.files.SmallFile;
import dev.icp.formats.internal.format.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tells files that icp wrote by what they hold, where no manifest says which they are. */
public final class Recognised {
  private static final int HEAD = 1 << 12;
  private static final String CONTEXT = "{\"context\": ";

  private Recognised() {}

  /** Returns whether a manifest is one of icp's that was damaged or is of another version. */
  public static boolean isManifest(Path file) throws IOException {
    String head = head(file);
    return head.strip().replace("\0", "").isEmpty()
        || head.matches("(?s)\\{\\s*\"format\": \"icp-output-.*");
  }

  /** Returns whether a file is a report of {@code icp pack}. */
  public static boolean isReport(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String text = new String(SmallFile.bytes(file), ISO_8859_1);
    return text.startsWith("{\n")
        && text.contains("\"contextLength\": ")
        && text.contains("\"tailTokensDropped\": ");
  }

  /** Returns whether a file lists dropped documents. */
  public static boolean isDropped(Path file) throws IOException {
    String head = head(file);
    return head.isEmpty() || (head.startsWith("{\"id\": \"") && head.contains("\"keptId\": "));
  }

  /** Returns the files of an output whose manifest is damaged, as far as it is certain. */
  public static Set<Path> in(Path root, Format format) throws IOException {
    Path folder = format.folder().isEmpty() ? root : root.resolve(format.folder());
    Set<Path> found = new LinkedHashSet<>();
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return found;
    }
    List<String> shards = new ArrayList<>();
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      if (format.holdsSegments() && format.isShard(name) && startsAsContexts(head(file))) {
        found.add(file);
      } else if (name.endsWith(Sidecar.ENDING) && isSidecar(file)) {
        shards.add(name.substring(0, name.length() - Sidecar.ENDING.length()) + ".");
      }
    }
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      if (shards.stream().anyMatch(name::startsWith)
          || (format.besides().contains(name) && !shards.isEmpty())) {
        found.add(file);
      }
    }
    return found;
  }

  private static boolean isSidecar(Path file) {
    try (InputStream in = new ZstdInput(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS))) {
      return startsAsContexts(new String(in.readNBytes(CONTEXT.length()), UTF_8));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean startsAsContexts(String head) {
    return head.isEmpty() || head.startsWith(CONTEXT);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
    }
  }

  private static String head(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "\u0001";
    }
    return new String(SmallFile.head(file, HEAD), UTF_8);
  }
}
