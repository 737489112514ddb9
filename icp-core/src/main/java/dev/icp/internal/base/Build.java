package dev.icp.internal.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tells one build of icp from another, whatever they call themselves: the SHA-256 of the
 * classes. What an earlier build has kept may be other than what this one would make.
 */
public final class Build {
  private Build() {}

  static String fingerprint() {
    return Computed.FINGERPRINT;
  }

  /**
   * Returns the version of what a class belongs to: of its module, or of its jar where that stands
   * on the class path. Null if it was never packaged.
   */
  public static @Nullable String version(Class<?> type) {
    ModuleDescriptor module = type.getModule().getDescriptor();
    return module == null
        ? type.getPackage().getImplementationVersion()
        : module.rawVersion().orElse(null);
  }

  /** Returns what tells the build that a class belongs to from others. */
  public static String fingerprint(Class<?> type) {
    String version = version(type);
    try {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (source != null) {
        return of(Path.of(source.getLocation().toURI()));
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      // Loaded in some way of its own: only the version is known.
    }
    return version == null ? "unknown" : version;
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Returns the fingerprint of a jar or a folder of classes. */
  static String of(Path classes) throws IOException {
    MessageDigest digest = Sha256.digest();
    if (Files.isRegularFile(classes)) {
      update(digest, classes);
    } else {
      List<Path> files;
      try (Stream<Path> all = Files.walk(classes)) {
        files = all.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path file : files) {
        digest.update(classes.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        update(digest, file);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
  }

  /** Read when it is asked for: a user's jar can be large, and not every run keeps stages. */
  private static final class Computed {
    static final String FINGERPRINT = fingerprint(Build.class);
  }
}
