package dev.icp.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The small models that {@code src/test/scripts/make_encoders.py} made. */
final class TestModels {
  /** BERT of 2 layers and 32 dimensions; mean over tokens, normalised, at most 64 tokens. */
  static final Path ENCODER = Path.of("src/test/resources/dev/icp/models/encoder");

  /** 1 layer, 16 dimensions, no token types; last token, at most 128 tokens. */
  static final Path ENCODER_LAST = Path.of("src/test/resources/dev/icp/models/encoder-last");

  private TestModels() {}

  /** Copies a model, for a test to change its files. */
  static Path copy(Path model, Path target) {
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(model.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
