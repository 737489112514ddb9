package dev.icp.formats;

import dev.icp.formats.internal.files.FolderClaim;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.files.SmallFile;
import dev.icp.formats.internal.inspect.PageTemplate;
import dev.icp.formats.internal.output.DroppedLines;
import dev.icp.formats.internal.output.Recognised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands in a folder that an output is to be written to, and what of it may be replaced. */
final class Occupied {
  private static final String ASK = ": choose another folder, or ask to overwrite it (--overwrite)";

  private Occupied() {}

  /** Refuses a folder before any work, and tells the claim what it may replace. */
  static void require(Path folder, FolderClaim claim, OutputOrigin origin, boolean overwrite)
      throws IOException {
    Path manifest = claim.folder().resolve(OutputManifest.NAME);
    Path report = claim.folder().resolve(OutputFolder.REPORT);
    Path page = claim.folder().resolve(OutputFolder.PAGE);
    IOException damage = claim.damage();
    if (damage != null) {
      requireDamagedOutput(damage, manifest, overwrite);
      claim.own(manifest);
      Path dropped = claim.folder().resolve(DroppedLines.NAME);
      if (Recognised.isDropped(dropped)) {
        claim.own(dropped);
      }
      for (OutputFormat format : OutputFormat.values()) {
        Recognised.in(claim.folder(), format.format()).forEach(claim::own);
      }
    } else if (!claim.holdsOutput() && isReportOfFiles(report)) {
      if (!overwrite) {
        throw new IOException(folder + ": holds the output of icp neighbours" + ASK);
      }
      claim.own(report);
      for (String file : ReportedFiles.listed(report)) {
        claim.ownListed(file);
      }
    }
    if (claim.holdsOutput() && Recognised.isReport(report)) {
      claim.own(report);
    }
    if (PageTemplate.isPage(page)) {
      claim.own(page);
    }
    origin.requireNoInput(claim.owned());
    if (claim.holdsOutput() && damage == null && !overwrite) {
      String difference =
          origin.difference(
              OutputManifest.read(folder).command(), state(report), origin.state(claim.owned()));
      if (difference != null) {
        throw new IOException(folder + ": holds the output of another run" + difference + ASK);
      }
    }
    for (String name : List.of(OutputFolder.REPORT, DroppedLines.NAME, OutputFolder.TRAINING)) {
      claim.require(folder.resolve(name));
    }
  }

  private static void requireDamagedOutput(IOException damage, Path manifest, boolean overwrite)
      throws IOException {
    if (!Recognised.isManifest(manifest)) {
      throw damage;
    }
    if (!overwrite) {
      throw new IOException(
          damage.getMessage() + ": damaged, or of another version of icp" + ASK, damage);
    }
  }

  private static boolean isReportOfFiles(Path report) {
    try {
      return !ReportedFiles.listed(report).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns what the report says of the inputs. */
  private static @Nullable String state(Path report) throws IOException {
    if (!Files.isRegularFile(report, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      Map<String, @Nullable Object> all = JsonTree.object(SmallFile.bytes(report));
      return all.get("inputs") instanceof String state ? state : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Refuses what a trainer would take for contexts of this format. */
  static void requireFree(Path folder, FolderClaim claim, OutputFormat format) throws IOException {
    String own = format.format().folder();
    Path below = own.isEmpty() ? folder : folder.resolve(own);
    if (!own.isEmpty() && Files.isSymbolicLink(below)) {
      throw new IOException(below + ": cannot be written: a symbolic link, which is not followed");
    }
    if (!Files.isDirectory(below)) {
      return;
    }
    try (Stream<Path> files = Files.list(below)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (own.isEmpty() ? format.format().isShard(name) : !name.startsWith(".")) {
          claim.require(file);
        }
      }
    }
  }
}
