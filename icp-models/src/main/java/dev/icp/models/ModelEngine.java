package dev.icp.models;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.icp.internal.base.NativeFolders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The engines that run models, and what has to be on the class path for them. */
enum ModelEngine {
  ONNX_RUNTIME(
      "OnnxRuntime",
      ".onnx",
      "ai.djl.onnxruntime:onnxruntime-engine and com.microsoft.onnxruntime:onnxruntime"),
  PYTORCH(
      "PyTorch",
      ".pt",
      "ai.djl.pytorch:pytorch-engine and ai.djl.pytorch:pytorch-native-cpu (with the classifier of"
          + " your platform)");

  private final String label;
  private final String ending;
  private final String artifacts;

  ModelEngine(String label, String ending, String artifacts) {
    this.label = label;
    this.ending = ending;
    this.artifacts = artifacts;
  }

  /** Returns what DJL calls it. */
  String label() {
    return label;
  }

  /** A model file and what runs it. */
  record Choice(Path file, ModelEngine engine) {}

  /**
   * Returns the model of a folder that an engine on the class path can run.
   *
   * @throws IllegalArgumentException naming the folder if it has no model
   * @throws IllegalStateException naming the artifact if there is no engine for it
   */
  static Choice choose(ModelFolder folder) {
    List<Choice> found = new ArrayList<>();
    for (ModelEngine engine : values()) {
      Optional<Path> file = folder.modelFile(engine.ending);
      if (file.isPresent()) {
        found.add(new Choice(file.get(), engine));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          folder.path()
              + ": no model in this folder, neither model.onnx (here or in the folder onnx) nor"
              + " model.pt");
    }
    return found.stream()
        .filter(choice -> choice.engine.isThere())
        .findFirst()
        .orElseThrow(() -> missing(found.getFirst()));
  }

  /**
   * Returns what runs a model file, by its ending.
   *
   * @throws IllegalArgumentException naming the file if it has another ending
   * @throws IllegalStateException naming the artifact if there is no engine for it
   */
  static Choice of(Path file) {
    for (ModelEngine engine : values()) {
      if (file.toString().endsWith(engine.ending)) {
        Choice choice = new Choice(file, engine);
        if (!engine.isThere()) {
          throw missing(choice);
        }
        return choice;
      }
    }
    throw new IllegalArgumentException(file + ": not a model file (.onnx or .pt)");
  }

  private static IllegalStateException missing(Choice choice) {
    return new IllegalStateException(
        choice.file + ": no engine for it on the class path: add " + choice.engine.artifacts);
  }

  private boolean isThere() {
    return Engine.hasEngine(label);
  }

  /**
   * Returns an empty model, on the CPU.
   *
   * @throws IllegalStateException if the engine's native library cannot be had
   */
  Model newModel() {
    try {
      if (this == ONNX_RUNTIME) {
        Session.load();
      }
      Model model = Model.newInstance("encoder", Device.cpu(), label);
      if (this == ONNX_RUNTIME) {
        Session.turnOffTelemetry();
      }
      return model;
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (EngineException | LinkageError | IllegalStateException e) {
      Throwable reason = e;
      while (reason.getCause() != null) {
        reason = reason.getCause();
      }
      throw new IllegalStateException(
          "the engine " + label + " cannot start (it needs " + artifacts + "): " + reason, e);
    }
  }

  /** What a model is loaded with; closed when it is. */
  record Options(Map<String, Object> values, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /** Returns options for models that use so many threads for one batch. */
  Options options(int intraOpThreads) {
    // PyTorch takes its threads from a property of its own.
    return this == ONNX_RUNTIME ? Session.options(intraOpThreads) : new Options(Map.of(), () -> {});
  }

  /** Apart, because the classes of ONNX Runtime need not be there for another engine. */
  private static final class Session {
    private static final String PATH = "onnxruntime.native.path";
    private static boolean loaded;

    /**
     * Loads the libraries from a folder that is deleted at once; by itself ONNX Runtime leaves one
     * in the temporary folder.
     */
    static synchronized void load() throws IOException {
      if (loaded || System.getProperty(PATH) != null) {
        return;
      }
      NativeFolders.load("ONNX Runtime", Session::loadFrom);
      loaded = true;
    }

    private static void loadFrom(Path folder) throws IOException {
      String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
      String arch = System.getProperty("os.arch").matches("aarch64|arm64") ? "aarch64" : "x64";
      boolean complete = true;
      for (String name : List.of("onnxruntime", "onnxruntime4j_jni")) {
        String file = System.mapLibraryName(name);
        String resource = "/ai/onnxruntime/native/" + system + "-" + arch + "/" + file;
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
          if (in == null) {
            complete = false;
          } else {
            Files.copy(in, folder.resolve(file));
          }
        }
      }
      if (complete) {
        System.load(folder.resolve(System.mapLibraryName("onnxruntime")).toString());
        System.setProperty(PATH, folder.toString());
        try {
          OrtEnvironment.getAvailableProviders();
        } finally {
          System.clearProperty(PATH);
        }
      }
    }

    static Options options(int intraOpThreads) {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      try {
        // What goes wrong comes as an exception; the library would write it to stderr besides.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      } catch (OrtException e) {
        options.close();
        throw new IllegalStateException("its log cannot be turned off: " + e.getMessage(), e);
      }
      return new Options(
          Map.of("sessionOptions", options, "intraOpNumThreads", Integer.toString(intraOpThreads)),
          options::close);
    }

    /**
     * Later versions than ours send usage statistics; what they have noted by now they still send.
     * DJL must be the first to ask for the environment, of which there is one.
     */
    static void turnOffTelemetry() {
      try {
        OrtEnvironment.getEnvironment().setTelemetry(false);
      } catch (OrtException e) {
        throw new IllegalStateException("its telemetry cannot be turned off: " + e.getMessage(), e);
      }
    }
  }
}
