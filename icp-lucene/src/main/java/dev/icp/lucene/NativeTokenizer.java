package dev.icp.lucene;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.djl.util.Platform;
import dev.icp.internal.base.NativeFolders;
import dev.icp.spi.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;

/** A tokenizer of the native library. */
final class NativeTokenizer implements Tokenizer {
  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  static {
    // Without these DJL looks for its telemetry, and for graphics cards, before it does anything.
    setUnlessGiven("OPT_OUT_TRACKING");
    setUnlessGiven("ai.djl.offline");
  }

  private static final String CACHE = "ENGINE_CACHE_DIR";

  private static boolean loaded;

  /** Most characters of a text in a message. */
  private static final int SHOWN = 80;

  private final HuggingFaceTokenizer tokenizer;
  private final Path path;
  private final Vocabulary vocabulary;
  private final OptionalInt separator;
  private final String fingerprint;

  private NativeTokenizer(HuggingFaceTokenizer tokenizer, TokenizerFiles files) {
    this.tokenizer = tokenizer;
    path = files.path();
    vocabulary = files.vocabulary();
    separator = files.separator();
    fingerprint = "tokenizer.json sha256:" + sha256(files.json());
  }

  private static void setUnlessGiven(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  /** See {@link HuggingFaceTokenizers#load}. */
  static NativeTokenizer of(TokenizerFiles files) {
    checkLibrary();
    try {
      return new NativeTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(files.json()), OPTIONS), files);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(files.path() + ": not a tokenizer.json: " + e, e);
    }
  }

  /**
   * Loads the library from a folder of this JVM's own: DJL's cache is in the home, which may not be
   * writable, and what an interrupted run has left there would be taken for the library for ever.
   */
  private static synchronized void checkLibrary() {
    if (loaded) {
      return;
    }
    try {
      NativeFolders.load("tokenizers", NativeTokenizer::loadFrom);
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

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }

  @Override
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    try {
      // The library's own calls: DJL's encode makes a string and a span of each token besides.
      long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
      try {
        return ints(TokenizersLibrary.LIB.getTokenIds(encoding));
      } finally {
        TokenizersLibrary.LIB.deleteEncoding(encoding);
      }
    } catch (RuntimeException e) {
      String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
      throw new IllegalArgumentException(
          path + ": cannot tokenize \"" + shown + "\": " + e.getMessage(), e);
    } finally {
      // DJL frees the native tokenizer in a finalizer, which must not run before we are done.
      Reference.reachabilityFence(this);
    }
  }

  private static int[] ints(long[] ids) {
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (int) ids[i];
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      if (!vocabulary.contains(tokens[i])) {
        throw new IllegalArgumentException("token " + tokens[i] + " is not in the vocabulary");
      }
      ids[i] = tokens[i];
    }
    try {
      return tokenizer.decode(ids, false);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public int vocabularySize() {
    return vocabulary.size();
  }

  @Override
  public OptionalInt separator() {
    return separator;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
