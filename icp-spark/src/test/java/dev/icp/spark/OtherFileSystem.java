package dev.icp.spark;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file system of Hadoop's that is not the machine's own, though its files are. */
public final class OtherFileSystem extends RawLocalFileSystem {
  private static final String SCHEME = "other";

  /** Makes it known. */
  static void register(Configuration configuration) {
    configuration.set("fs." + SCHEME + ".impl", OtherFileSystem.class.getName());
  }

  static String location(java.nio.file.Path path) {
    return SCHEME + "://" + path.toAbsolutePath();
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }
}
