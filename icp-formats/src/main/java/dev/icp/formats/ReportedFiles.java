package dev.icp.formats;

import dev.icp.CorpusFiles;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.internal.files.FolderClaim;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.RecordJson;
import dev.icp.formats.internal.files.SmallFile;
import dev.icp.spi.OnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Matrices and the report of the run that made them, which lists them with size and SHA-256: what
 * {@code icp neighbours} and {@code icp embed} write. All get their names together on {@link
 * #commit}, the report last, so that files with a report are always complete; closing before that
 * leaves what was there as it was. As long as this is open no other run can open the same.
 *
 * <p>What is there is replaced if it is the output of the same {@link OutputOrigin}, or of another
 * one if asked for; a file that no such report lists never is. Not thread-safe.
 */
public final class ReportedFiles implements Closeable {
  /** The layout of the report's part about files. */
  static final String FORMAT = "icp-files-1";

  private final FolderClaim claim;
  private final OutputFiles files;
  private final OutputOrigin origin;
  private final @Nullable String state;

  private ReportedFiles(FolderClaim claim, OutputOrigin origin, @Nullable String state) {
    this.claim = claim;
    this.origin = origin;
    this.state = state;
    files = new OutputFiles(claim.folder(), claim);
  }

  /**
   * Opens the place of an output; its folder is made if absent.
   *
   * @param report the file of the report
   * @param names of the other files, in the same folder
   * @param overwrite whether the output of something else is replaced as well
   * @throws IOException if something is there that is not to be replaced or is an input, the folder
   *     cannot be written to, or another run is writing there
   */
  public static ReportedFiles open(
      Path report, List<String> names, OutputOrigin origin, boolean overwrite) throws IOException {
    String name = String.valueOf(report.getFileName());
    boolean whole = name.equals("report.json");
    FolderClaim claim =
        FolderClaim.of(
            report.getParent() == null ? Path.of("") : report.getParent(),
            name,
            whole ? ".icp.lock" : "." + name + ".lock",
            ReportedFiles::listed,
            names::contains);
    try {
      if (claim.damage() != null) {
        throw new IOException(
            report
                + ": is there already, and no output of icp that this could replace: move it away,"
                + " or choose another place");
      }
      String state = origin.state(claim.owned());
      origin.requireNoInput(claim.owned());
      if (claim.holdsOutput() && !overwrite) {
        Map<String, @Nullable Object> there = JsonTree.object(SmallFile.bytes(report));
        String difference =
            origin.difference(
                strings(there.get("command")),
                there.get("inputs") instanceof String inputs ? inputs : null,
                state);
        if (difference != null) {
          throw new IOException(
              report
                  + ": is of another run"
                  + difference
                  + ": choose another place, or ask to overwrite it (--overwrite)");
        }
      }
      for (String file : names) {
        claim.require(claim.folder().resolve(file));
      }
      return new ReportedFiles(claim, origin, state);
    } catch (Throwable cause) {
      OnFailure.close(claim, cause);
      throw cause;
    }
  }

  /**
   * Returns what the run was asked for that made a report.
   *
   * @throws IOException if there is no such report, or it cannot be read
   */
  public static List<String> command(Path report) throws IOException {
    listed(report);
    return strings(JsonTree.object(SmallFile.bytes(report)).get("command"));
  }

  /**
   * Returns what the files were read as that a report tells of under {@code corpusFiles}; none if
   * it does not.
   *
   * @throws IOException if there is no such report, or it cannot be read
   */
  public static CorpusFiles corpusFiles(Path report) throws IOException {
    listed(report);
    if (!(JsonTree.object(SmallFile.bytes(report)).get("corpusFiles") instanceof Map<?, ?> files)) {
      return CorpusFiles.NONE;
    }
    return new CorpusFiles(
        records(files.get("read"))
            .map(
                one ->
                    new CorpusFiles.Read(
                        String.valueOf(one.get("kind")),
                        number(one.get("files")),
                        number(one.get("documents"))))
            .toList(),
        number(files.get("leftOut")),
        records(files.get("listed"))
            .map(
                one ->
                    new CorpusFiles.LeftOut(
                        String.valueOf(one.get("path")), String.valueOf(one.get("reason"))))
            .toList());
  }

  private static Stream<Map<?, ?>> records(@Nullable Object list) {
    return list instanceof List<?> all
        ? all.stream().filter(Map.class::isInstance).map(one -> (Map<?, ?>) one)
        : Stream.empty();
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** Returns the files that a report lists, itself included; throws if it is none. */
  static List<String> listed(Path report) throws IOException {
    try {
      if (!Files.isRegularFile(report, LinkOption.NOFOLLOW_LINKS)) {
        throw new IllegalArgumentException("not a file");
      }
      Map<String, @Nullable Object> all = JsonTree.object(SmallFile.bytes(report));
      if (!FORMAT.equals(all.get("format")) || !(all.get("files") instanceof List<?> files)) {
        throw new IllegalArgumentException("no report of files");
      }
      List<String> listed = new ArrayList<>();
      for (Object file : files) {
        if (file instanceof Map<?, ?> entry && entry.get("path") instanceof String path) {
          listed.add(path);
        }
      }
      return listed;
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(report.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> strings(@Nullable Object list) {
    List<String> strings = new ArrayList<>();
    if (list instanceof List<?> all) {
      all.forEach(one -> strings.add(String.valueOf(one)));
    }
    return strings;
  }

  /** Returns the files that an earlier output has here, which are no input of another one. */
  public Set<Path> owned() {
    return claim.owned();
  }

  /**
   * Begins a matrix of int32, which is complete when it is committed.
   *
   * @throws IOException if that cannot be done
   */
  public NpyWriter int32(String name, long rows, int columns) throws IOException {
    return NpyWriter.in(files.create(name), "<i4", rows, columns);
  }

  /**
   * Begins a matrix of float32, which is complete when it is committed.
   *
   * @throws IOException if that cannot be done
   */
  public NpyWriter float32(String name, long rows, int columns) throws IOException {
    return NpyWriter.in(files.create(name), "<f4", rows, columns);
  }

  /**
   * Gives everything its name.
   *
   * @param report what stands in the report before {@code format}, {@code command}, {@code inputs}
   *     and {@code files}; see {@link ReportWriter#write}
   * @throws IOException if that cannot be done
   */
  public void commit(Record report) throws IOException {
    List<FileEntry> entries = files.entries();
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    rest.put("format", FORMAT);
    rest.put("command", origin.command());
    rest.put("inputs", state);
    rest.put("files", entries);
    claim.publish(RecordJson.bytes(report, rest), files::publish);
  }

  @Override
  public void close() throws IOException {
    try (claim) {
      files.close();
    }
  }
}
