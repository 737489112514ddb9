package dev.icp.spark.internal.base;

import dev.icp.spark.internal.hadoop.HadoopFiles;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Where files are: on the machine itself, or in a file system that Hadoop knows. What has no scheme
 * is in the default file system of Spark's configuration. Means the same on executors.
 */
public final class Locations implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One letter is a drive. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private final Broadcast<SerializableConfiguration> configuration;
  private final boolean localByDefault;

  public Locations(SparkSession session) {
    SerializableConfiguration sparks =
        new SerializableConfiguration(session.sparkContext().hadoopConfiguration());
    configuration = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(sparks);
    localByDefault = "file".equals(FileSystem.getDefaultUri(sparks.value()).getScheme());
  }

  /**
   * Returns the path of a location.
   *
   * @throws IOException if it is none, or in a file system that is not known or cannot be reached
   */
  public Path path(String location) throws IOException {
    boolean scheme = SCHEME.matcher(location).matches();
    try {
      if (location.startsWith("file:")) {
        // With one slash, or three.
        return Path.of(location.substring("file:".length()).replaceFirst("^//(?=/)", ""));
      }
      if (!scheme && localByDefault) {
        return Path.of(location);
      }
    } catch (InvalidPathException e) {
      throw new IOException(location + ": no location of a file: " + e.getReason(), e);
    }
    return HadoopFiles.path(location, configuration.value().value());
  }

  /** Returns a location that means the same whatever a process's working folder is. */
  public String absolute(String location) throws IOException {
    return global(path(location).toAbsolutePath().toString());
  }

  /** Returns the location of an absolute path, which is on the machine where it has no scheme. */
  public String global(String path) {
    return SCHEME.matcher(path).matches() ? path : "file:" + path;
  }
}
