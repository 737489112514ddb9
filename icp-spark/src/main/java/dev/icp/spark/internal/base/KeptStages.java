package dev.icp.spark.internal.base;

import dev.icp.internal.base.Build;
import dev.icp.internal.base.Private;
import dev.icp.internal.base.RunLock;
import dev.icp.internal.base.Sha256;
import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run's stages, for the next run of the same to go on with when the driver is
 * lost. Each is in a folder of a work directory, named after the stage and what it depends on: a
 * file for each partition, whose order and number decide what comes out, so that these are kept
 * too; and, written last by the driver, {@code complete}, which says what it depends on, which
 * files it has and what else is known. A folder without it, or with one that is damaged, or whose
 * files are not there, is none. Tasks that fail, run twice or belong to a run that died have left
 * files that {@code complete} does not name.
 *
 * <p>Where nothing is kept all of this is free. Not thread-safe.
 */
public final class KeptStages implements AutoCloseable {
  private static final String COMPLETE = "complete";
  private static final int NAME_DIGITS = 24;

  /** Nothing else is made of what is found. */
  private static final ObjectInputFilter OURS =
      ObjectInputFilter.Config.createFilter("dev.icp.**;java.util.*;java.lang.*;!*");

  private final @Nullable Locations locations;
  private final String folder;
  private final @Nullable RunLock lock;
  private final Set<String> used = new HashSet<>();
  private final List<String> found = new ArrayList<>();

  private KeptStages(@Nullable Locations locations, String folder, @Nullable RunLock lock) {
    this.locations = locations;
    this.folder = folder;
    this.lock = lock;
  }

  /** Returns one that keeps and finds nothing. */
  public static KeptStages none() {
    return new KeptStages(null, "", null);
  }

  /**
   * Opens a work directory; it is made if absent.
   *
   * @param location in any file system that Spark knows; executors have to see it
   * @throws UncheckedIOException naming it if it cannot be written to, or another run has it
   */
  public static KeptStages open(SparkSession session, String location) {
    Locations locations = new Locations(session);
    try {
      String folder = locations.absolute(location) + "/" + StageFolder.NAME;
      Path path = locations.path(folder);
      Private.makeFolder(path);
      return new KeptStages(
          locations,
          folder,
          RunLock.ofFolder(path, "lock", location + ": another run is using this work directory"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          e.getMessage() != null && e.getMessage().startsWith(location)
              ? e.getMessage()
              : location + ": cannot be written: " + e.getMessage(),
          e);
    }
  }

  /**
   * What a stage has made.
   *
   * @param rows in partitions that matter
   * @param facts what else is known
   */
  public record Stage<F extends Serializable>(Dataset<Row> rows, F facts) {}

  /** What {@code complete} says. */
  private record Manifest(String key, List<KeptPart> parts, Serializable facts)
      implements Serializable {}

  /** Returns whether results are kept at all. */
  public boolean keeps() {
    return locations != null;
  }

  /** Returns a key of nothing but the build of icp. */
  public StageKey begin() {
    return keeps()
        ? StageKey.start().with("icp-spark", Build.fingerprint(KeptStages.class))
        : StageKey.empty();
  }

  /** Returns the stages whose results were found, in the order in which they were. */
  public List<String> found() {
    return List.copyOf(found);
  }

  /**
   * Finds the result of a stage, or makes it and keeps it, in the place of older ones.
   *
   * @param key what it depends on
   * @param maker keeps its rows where they are computed
   */
  public <F extends Serializable> Stage<F> findOrMake(
      String stage, StageKey key, StructType schema, Jobs jobs, Supplier<Stage<F>> maker) {
    if (locations == null) {
      return maker.get();
    }
    String name =
        stage
            + "-"
            + Sha256.hex(key.text().getBytes(StandardCharsets.UTF_8)).substring(0, NAME_DIGITS);
    used.add(name);
    RowCodec codec = new RowCodec(schema);
    try {
      Manifest manifest = manifest(locations, name);
      if (manifest != null && manifest.key.equals(key.text()) && areThere(locations, manifest)) {
        @SuppressWarnings("unchecked") // Written by the same build of icp, which the key says.
        F facts = (F) manifest.facts;
        found.add(stage);
        return new Stage<>(jobs.keep(rows(manifest.parts, schema, codec, jobs)), facts);
      }
      deleteFolder(locations.path(folder + "/" + name));
    } catch (IOException e) {
      throw unusable(e);
    }
    Stage<F> made = maker.get();
    try {
      keep(name, key, made, codec);
      deleteOthers(stage);
    } catch (IOException e) {
      throw unusable(e);
    }
    return made;
  }

  private UncheckedIOException unusable(IOException e) {
    return new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
  }

  private static boolean areThere(Locations locations, Manifest manifest) throws IOException {
    for (KeptPart part : manifest.parts) {
      if (!part.isThere(locations)) {
        return false;
      }
    }
    return true;
  }

  private Dataset<Row> rows(List<KeptPart> parts, StructType schema, RowCodec codec, Jobs jobs) {
    Locations where = locations;
    JavaSparkContext context = jobs.context();
    JavaRDD<Row> rows =
        context
            .parallelize(new ArrayList<>(parts), parts.size())
            .flatMap(part -> part.read(codec, Objects.requireNonNull(where)));
    return SparkSession.builder().getOrCreate().createDataFrame(rows, schema);
  }

  private <F extends Serializable> void keep(
      String name, StageKey key, Stage<F> made, RowCodec codec) throws IOException {
    Locations where = Objects.requireNonNull(locations);
    String own = folder + "/" + name;
    Files.createDirectories(where.path(own));
    List<KeptPart> parts =
        made.rows()
            .toJavaRDD()
            .mapPartitionsWithIndex(
                (partition, rows) ->
                    List.of(KeptPart.write(rows, codec, where, own, partition)).iterator(),
                true)
            .collect();
    for (KeptPart part : parts) {
      if (!part.isThere(where)) {
        throw new IOException("all machines have to share the work directory");
      }
    }
    Path unfinished = where.path(own + "/" + COMPLETE + ".new");
    Files.write(unfinished, bytes(new Manifest(key.text(), List.copyOf(parts), made.facts())));
    Files.move(unfinished, where.path(own + "/" + COMPLETE), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns a checksum and what it is of. */
  private static byte[] bytes(Manifest manifest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(manifest);
    }
    byte[] content = bytes.toByteArray();
    byte[] all = Arrays.copyOf(Sha256.of(content), 32 + content.length);
    System.arraycopy(content, 0, all, 32, content.length);
    return all;
  }

  private @Nullable Manifest manifest(Locations where, String name) throws IOException {
    byte[] all;
    try {
      all = Files.readAllBytes(where.path(folder + "/" + name + "/" + COMPLETE));
    } catch (NoSuchFileException e) {
      return null;
    }
    byte[] content = all.length < 32 ? new byte[0] : Arrays.copyOfRange(all, 32, all.length);
    if (all.length < 32 || !Arrays.equals(Sha256.of(content), Arrays.copyOf(all, 32))) {
      return null;
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(content)) {
          @Override
          protected Class<?> resolveClass(java.io.ObjectStreamClass type)
              throws IOException, ClassNotFoundException {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Class.forName(type.getName(), false, loader);
          }
        }) {
      in.setObjectInputFilter(OURS);
      return (Manifest) in.readObject();
    } catch (ClassNotFoundException | IOException e) {
      return null;
    }
  }

  /** Deletes what other runs have left of a stage. */
  private void deleteOthers(String stage) throws IOException {
    for (Path other : list(Objects.requireNonNull(locations).path(folder))) {
      String name = String.valueOf(other.getFileName());
      if (name.startsWith(stage + "-") && !used.contains(name)) {
        deleteFolder(other);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    // First what says that the rest is there.
    Files.deleteIfExists(folder.resolve(COMPLETE));
    for (Path file : list(folder)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  /** Deletes all results, whichever run left them. */
  public void delete() {
    if (locations == null) {
      return;
    }
    try {
      for (Path stage : list(locations.path(folder))) {
        if (Files.isDirectory(stage)) {
          deleteFolder(stage);
        }
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Lets other runs in; the folder goes if there is nothing in it. */
  @Override
  public void close() {
    if (locations == null || lock == null) {
      return;
    }
    lock.close();
    try {
      Files.deleteIfExists(locations.path(folder));
    } catch (DirectoryNotEmptyException e) {
      // There are results in it, or another run has come.
    } catch (IOException e) {
      throw unusable(e);
    }
  }
}
