package dev.icp.lucene.internal.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.util.Platform;
import dev.icp.internal.base.NativeFolders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The native library of tokenizers, loaded once. */
final class NativeLibrary {
  static {
    // Without these DJL looks for its telemetry, and for graphics cards, before it does anything.
    setUnlessGiven("OPT_OUT_TRACKING");
    setUnlessGiven("ai.djl.offline");
  }

  private static final String CACHE = "ENGINE_CACHE_DIR";

  private static boolean loaded;

  private NativeLibrary() {}

  private static void setUnlessGiven(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  /**
   * Loads the library from a folder of this JVM's own: DJL's cache is in the home, which may not be
   * writable, and what an interrupted run has left there would be taken for the library for ever.
   *
   * @throws IllegalStateException if it cannot be loaded
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      NativeFolders.load("tokenizers", NativeLibrary::loadFrom);
      loaded = true;
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static void loadFrom(Path folder) throws IOException {
    String before = System.getProperty(CACHE);
    System.setProperty(CACHE, folder.toString());
    try {
      Path probe = folder.resolve("probe");
      Files.createDirectory(probe);
      requireLoadable(probe);
      LibUtils.checkStatus();
    } catch (EngineException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } finally {
      if (before == null) {
        System.clearProperty(CACHE);
      } else {
        System.setProperty(CACHE, before);
      }
    }
  }

  /** DJL tries once only: whether a library can be loaded here is found out before it does. */
  private static void requireLoadable(Path folder) throws IOException {
    Platform platform = Platform.detectPlatform("tokenizers");
    String name = System.mapLibraryName("tokenizers");
    String resource = "/native/lib/" + platform.getClassifier() + "/cpu/" + name;
    try (InputStream in = LibUtils.class.getResourceAsStream(resource)) {
      if (in == null) {
        return;
      }
      Path library = folder.resolve(name);
      Files.copy(in, library);
      System.load(library.toAbsolutePath().toString());
    }
  }
}
