package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.files.Checksums;
import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells the inputs of one run from those of another: where each file truly is, how large it is
 * and what it holds, or, to keep it quick once {@value #READ} bytes have been read, when it was
 * changed last.
 */
public final class InputState {
  private static final long READ = 1 << 26;

  private final MessageDigest digest = Sha256.digest();
  private final RealPaths own;
  private long read;
  private boolean told = true;

  private InputState(RealPaths own) {
    this.own = own;
  }

  /**
   * Looks at the inputs.
   *
   * @param inputs files, folders, patterns and {@code -}
   * @param own what belongs to the output: left out where a folder or pattern has it
   * @return 64 hexadecimal digits; null where there is no telling: standard input, pipes, and what
   *     is not there or not to be read, which whoever reads it says
   * @throws IOException if the disk cannot give what a file holds
   */
  public static @Nullable String of(List<Path> inputs, RealPaths own) throws IOException {
    InputState state = new InputState(own);
    try {
      inputs.forEach(state::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return state.told ? HexFormat.of().formatHex(state.digest.digest()) : null;
  }

  private void add(Path input) {
    try {
      if (InputFile.isStandardInput(input)) {
        told = false;
      } else if (Globs.isPattern(input)) {
        Globs.expand(input).stream().filter(each -> !own.leadsInto(each)).forEach(this::addFound);
      } else {
        addFound(input);
      }
    } catch (CorpusException e) {
      if (isOfTheDisk(e.getCause())) {
        throw new UncheckedIOException(new IOException(e.getMessage(), e));
      }
      // Whoever reads it says what is wrong.
      told = false;
    }
  }

  private static boolean isOfTheDisk(@Nullable Throwable cause) {
    return cause instanceof IOException
        && !(cause instanceof NoSuchFileException)
        && !(cause instanceof AccessDeniedException);
  }

  private void addFound(Path input) {
    if (!Files.isDirectory(input)) {
      TokenFiles.all(input).forEach(this::addFile);
      return;
    }
    FolderWalk walk = new FolderWalk(input, "", file -> null, own, skipped -> {});
    for (InputFile file = walk.next(); file != null; file = walk.next()) {
      addFile(file.path());
    }
  }

  private void addFile(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        told = false;
        return;
      }
      read += attributes.size();
      String content =
          read <= READ
              ? Checksums.sha256(file, bytes -> {})
              : attributes.lastModifiedTime().toString();
      String line = RealPaths.of(file) + "\0" + attributes.size() + "\0" + content + "\0";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (!isOfTheDisk(e)) {
        told = false;
        return;
      }
      throw IoFailures.unchecked(file, "cannot be read", e);
    }
  }
}
