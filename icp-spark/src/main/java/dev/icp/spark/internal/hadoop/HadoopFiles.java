package dev.icp.spark.internal.hadoop;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** One of Hadoop's file systems. There are no links in it, and no locks. */
public final class HadoopFiles extends FileSystem {
  private static final HadoopProvider PROVIDER = new HadoopProvider();

  private final org.apache.hadoop.fs.FileSystem hadoop;
  private final String prefix;

  private HadoopFiles(org.apache.hadoop.fs.FileSystem hadoop, String prefix) {
    this.hadoop = hadoop;
    this.prefix = prefix;
  }

  /**
   * Returns the path of a location; one without a scheme is in the default file system.
   *
   * @throws IOException if there is no such file system, or it cannot be reached
   */
  public static Path path(String location, Configuration configuration) throws IOException {
    org.apache.hadoop.fs.Path path;
    org.apache.hadoop.fs.FileSystem hadoop;
    try {
      path = new org.apache.hadoop.fs.Path(location);
      hadoop = path.getFileSystem(configuration);
      path = hadoop.makeQualified(path);
    } catch (IllegalArgumentException e) {
      throw new IOException(location + ": no location of a file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(location + ": " + HadoopProvider.firstLine(e), e);
    }
    URI uri = path.toUri();
    String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    return HadoopPath.of(
        new HadoopFiles(hadoop, uri.getScheme() + "://" + authority), uri.getPath());
  }

  org.apache.hadoop.fs.FileSystem hadoop() {
    return hadoop;
  }

  /** Returns what stands before the root. */
  String prefix() {
    return prefix;
  }

  @Override
  public FileSystemProvider provider() {
    return PROVIDER;
  }

  /** Does nothing: Hadoop's file systems are shared, and closed with the process. */
  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(HadoopPath.of(this, "/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    String path = String.join("/", first, String.join("/", more));
    return HadoopPath.of(this, path.startsWith(prefix) ? path.substring(prefix.length()) : path);
  }

  /** Patterns are those of the machine's own file system, for paths from the root. */
  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher own =
        FileSystems.getDefault().getPathMatcher(syntaxAndPattern.replace(":" + prefix, ":"));
    return path -> own.matches(Path.of(HadoopPath.of(path).fromRoot()));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("users are not looked up");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("nothing is watched");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HadoopFiles files && files.prefix.equals(prefix);
  }

  @Override
  public int hashCode() {
    return prefix.hashCode();
  }
}
