package dev.icp.cli.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.models.DjlEmbedder;
import dev.icp.models.KnownModel;
import dev.icp.models.Pooling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A Maven of the test's own stands for the real one: it gives the jar that the test has made. */
@DisabledOnOs(OS.WINDOWS)
class ModelStoreTest {
  private static final Path ENCODER =
      Path.of("../icp-models/src/test/resources/dev/icp/models/encoder");

  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path store = Path.of("");
  private Path jar = Path.of("");
  private Path maven = Path.of("");

  @BeforeEach
  void makeAJar() throws IOException {
    store = folder.resolve("store");
    jar = folder.resolve("made.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("tiny.onnx"));
      Files.copy(ENCODER.resolve("onnx/model.onnx"), zip);
      zip.putNextEntry(new ZipEntry("tiny-tokenizer.json"));
      Files.copy(ENCODER.resolve("tokenizer.json"), zip);
    }
    maven = folder.resolve("mvn");
    writeMaven(
        "for a; do case $a in -DoutputDirectory=*) cp '"
            + jar
            + "' \"${a#*=}/tiny-1.jar\";; esac; done");
  }

  private void writeMaven(String does) throws IOException {
    Files.writeString(
        maven, "#!/bin/sh\necho \"$@\" >>'" + folder.resolve("calls") + "'\n" + does + "\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  private List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private KnownModel model() throws IOException {
    try {
      String hash =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
      return model(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KnownModel model(String sha256) {
    return new KnownModel(
        "tiny",
        "Tiny",
        "nobody",
        "no licence",
        "tiny",
        "1",
        "tiny",
        2_000_000,
        sha256,
        32,
        Pooling.CLS,
        60,
        "passage: ");
  }

  private ModelStore store() {
    return new ModelStore(store, maven.toString(), new PrintStream(err, true, UTF_8));
  }

  @Test
  void isFetchedOnceAndSaysSo() throws IOException {
    Path found = store().folder(model());
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "icp: fetching the model tiny, once (Tiny by nobody, 2 MB, no licence): Maven gets"
                + " dev.langchain4j:tiny:1, which is kept in "
                + store
                + System.lineSeparator());
    assertThat(calls())
        .singleElement()
        .asString()
        .contains(
            "maven-dependency-plugin:",
            ":copy -Dartifact=dev.langchain4j:tiny:1 -DoutputDirectory=");
    assertThat(store().folder(model())).isEqualTo(found);
    assertThat(calls()).hasSize(1);
    try (DjlEmbedder embedder = DjlEmbedder.load(found);
        Stream<Path> left = Files.list(store)) {
      assertThat(embedder.toString())
          .contains("pooling CLS", "at most 60 tokens", "prefix \"passage: \"");
      assertThat(left).containsExactly(found);
    }
    assertThat(found.resolve("README"))
        .content()
        .contains("Tiny by nobody, 2 MB, no licence", "dev.langchain4j:tiny:1");
  }

  @Test
  void aJarThatWasBroughtByHandWillDo() throws IOException {
    Files.createDirectories(store);
    Files.copy(jar, store.resolve("tiny-1.jar"));
    DjlEmbedder.load(store().folder(model())).close();
    assertThat(calls()).isEmpty();
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void anotherJarIsRefused() {
    assertThatThrownBy(() -> store().folder(model("ab".repeat(32))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "tiny-1.jar: not the jar that was expected for the model tiny: its SHA-256 is ");
    assertThat(store).isEmptyDirectory();
  }

  @Test
  void withoutMavenItSaysWhatToDo() {
    maven = folder.resolve("none");
    assertThatThrownBy(() -> store().folder(model()))
        .hasMessage(
            "--model tiny: Maven (mvn), which fetches it, is not on PATH. It can be brought by"
                + " hand: put"
                + " https://repo.maven.apache.org/maven2/dev/langchain4j/tiny/1/tiny-1.jar (Tiny by"
                + " nobody, 2 MB, no licence) into "
                + store);
    assertThat(store).isEmptyDirectory();
  }

  @Test
  void whatMavenSaysIsPassedOn() throws IOException {
    writeMaven("echo '[INFO] x'; echo '[ERROR] Could not transfer artifact: no network'; exit 1");
    assertThatThrownBy(() -> store().folder(model()))
        .hasMessageStartingWith(
            "--model tiny: Maven could not fetch it: Could not transfer artifact: no network. It"
                + " can be brought by hand: put https://");
    assertThat(store).isEmptyDirectory();
  }

  @Test
  void theEnvironmentSaysWhere() throws IOException {
    PrintStream nowhere = new PrintStream(err, true, UTF_8);
    Files.createDirectories(store);
    Files.copy(jar, store.resolve("tiny-1.jar"));
    assertThat(ModelStore.ofUser(Map.of("ICP_MODELS", store.toString()), nowhere).folder(model()))
        .hasParent(store);
    Path caches = Files.createDirectories(folder.resolve("caches/icp/models"));
    Files.copy(jar, caches.resolve("tiny-1.jar"));
    String parent = folder.resolve("caches").toString();
    assertThat(ModelStore.ofUser(Map.of("XDG_CACHE_HOME", parent), nowhere).folder(model()))
        .hasParent(caches);
  }
}
