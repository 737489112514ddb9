package dev.icp.models;

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
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The engines that run models, and what has to be on the class path for them. */
enum ModelEngine {
  ONNX_RUNTIME("OnnxRuntime", ".onnx", "com.microsoft.onnxruntime:onnxruntime"),
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
    if (this == PYTORCH) {
      return Engine.hasEngine(label);
    }
    try {
      Class.forName("ai.onnxruntime.OrtEnvironment", false, ModelEngine.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * What a model runs on.
   *
   * @param intraOpThreads threads for one batch; PyTorch takes them from a property of its own
   * @param cuda number of a GPU; empty for the processor
   */
  record Device(int intraOpThreads, OptionalInt cuda) {}

  /**
   * Loads a model file.
   *
   * @param wanted the name of the output to be taken; null for what is usual
   * @param padding the token that fills up a batch
   * @throws IllegalArgumentException naming the file if it is no model that can be used here
   * @throws IllegalStateException if the engine's native library cannot be had, or has not got the
   *     device
   */
  EngineModel load(
      Path file, Device device, @Nullable String wanted, TokenPooling pooling, int padding) {
    if (this == PYTORCH) {
      if (device.cuda().isPresent()) {
        throw new IllegalArgumentException(
            file + ": a GPU (CUDA) is for ONNX models; PyTorch's are run by the processor");
      }
      Model model = starting(() -> Model.newInstance("encoder", ai.djl.Device.cpu(), label));
      return TorchModel.load(file, model, wanted, pooling, padding);
    }
    OrtEnvironment environment = starting(Session::environment);
    try (OrtSession.SessionOptions options = Session.options(device)) {
      return OnnxModel.load(file, environment, options, wanted, pooling, padding);
    }
  }

  private interface Start<T> {
    T run() throws IOException;
  }

  private <T> T starting(Start<T> start) {
    try {
      return start.run();
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

  /** Apart, because the classes of ONNX Runtime need not be there for another engine. */
  private static final class Session {
    private static final String PATH = "onnxruntime.native.path";
    private static boolean loaded;

    /**
     * Loads the libraries from a folder that is deleted at once; by itself ONNX Runtime leaves one
     * in the temporary folder.
     */
    private static synchronized void load() throws IOException {
      // What a GPU needs besides is looked for while models are loaded, so that one is left to it.
      if (loaded
          || System.getProperty(PATH) != null
          || resource("onnxruntime_providers_cuda") != null) {
        return;
      }
      NativeFolders.load("ONNX Runtime", Session::loadFrom);
      loaded = true;
    }

    private static @Nullable URL resource(String library) {
      String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
      String arch = System.getProperty("os.arch").matches("aarch64|arm64") ? "aarch64" : "x64";
      String file = System.mapLibraryName(library);
      return OrtEnvironment.class.getResource(
          "/ai/onnxruntime/native/" + system + "-" + arch + "/" + file);
    }

    private static void loadFrom(Path folder) throws IOException {
      boolean complete = true;
      for (String name : List.of("onnxruntime", "onnxruntime4j_jni")) {
        URL resource = resource(name);
        if (resource == null) {
          complete = false;
        } else {
          try (InputStream in = resource.openStream()) {
            Files.copy(in, folder.resolve(System.mapLibraryName(name)));
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

    /** Later versions than ours send usage statistics; what they have noted they still send. */
    static OrtEnvironment environment() throws IOException {
      load();
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try {
        environment.setTelemetry(false);
      } catch (OrtException e) {
        throw new IllegalStateException("its telemetry cannot be turned off: " + e.getMessage(), e);
      }
      return environment;
    }

    static OrtSession.SessionOptions options(Device device) {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      try {
        // What goes wrong comes as an exception; the library would write it to stderr besides.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.setIntraOpNumThreads(device.intraOpThreads());
      } catch (OrtException e) {
        options.close();
        throw new IllegalStateException("its settings cannot be made: " + e.getMessage(), e);
      }
      if (device.cuda().isPresent()) {
        try {
          options.addCUDA(device.cuda().getAsInt());
        } catch (OrtException e) {
          options.close();
          throw new IllegalStateException(
              "ONNX Runtime cannot use CUDA here ("
                  + EngineModel.oneLine(e)
                  + "): it takes com.microsoft.onnxruntime:onnxruntime_gpu on the class path in the"
                  + " place of onnxruntime, an NVIDIA GPU, and CUDA and cuDNN installed",
              e);
        }
      }
      return options;
    }
  }
}
