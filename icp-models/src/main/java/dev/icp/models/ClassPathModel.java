package dev.icp.models;

import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.NativeFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model in a jar on the class path, whose files stand in a folder while it is loaded. */
final class ClassPathModel {
  private ClassPathModel() {}

  /**
   * Does something with the model's folder, which is gone afterwards.
   *
   * @throws IllegalStateException naming the artifact if it is not on the class path
   * @throws java.io.UncheckedIOException naming the folder if it cannot be written
   */
  static <T> T unpacked(KnownModel model, Function<Path, T> use) {
    if (!model.isOnClassPath()) {
      throw new IllegalStateException(
          model.name()
              + " is not on the class path: add "
              + model.coordinates()
              + ", without its dependencies ("
              + model.description()
              + ")");
    }
    @Nullable Path parent = null;
    try {
      parent = temporaryFolder();
      // The last part of it stands in messages.
      Path folder = Files.createDirectory(parent.resolve(model.name()));
      model.unpack(KnownModel.loader(), folder);
      return use.apply(folder);
    } catch (IOException e) {
      throw IoFailures.unchecked(
          parent == null ? Path.of(System.getProperty("java.io.tmpdir")) : parent,
          "cannot take the files of " + model.name(),
          e);
    } finally {
      if (parent != null) {
        NativeFolders.discard(parent);
      }
    }
  }

  private static Path temporaryFolder() throws IOException {
    Path proven = NativeFolders.proven();
    return proven == null
        ? Files.createTempDirectory(".icp-model-")
        : Files.createTempDirectory(proven, ".icp-model-");
  }
}
