package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.icp.formats.NpyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of README, CONTRIBUTING and docs is compiled and run, every command carried out.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path TOKENIZER =
      ROOT.resolve("icp-lucene/src/test/resources/dev/icp/lucene/bpe");
  private static final Path MODEL =
      ROOT.resolve("icp-models/src/test/resources/dev/icp/models/encoder");
  private static final int DOCUMENTS = 50;
  private static final Pattern BLOCK =
      Pattern.compile("^```(java|java program|sh)\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  /** What the examples take for granted. */
  private static final String EXAMPLE =
      """
      import com.google.gson.Gson;
      import dev.icp.*;
      import dev.icp.models.*;
      import dev.icp.formats.*;
      import dev.icp.lucene.*;
      import dev.icp.settings.*;
      import dev.icp.spi.*;
      import dev.langchain4j.data.embedding.Embedding;
      import dev.langchain4j.data.segment.TextSegment;
      import dev.langchain4j.model.embedding.EmbeddingModel;
      import dev.langchain4j.model.output.Response;
      import java.io.*;
      import java.net.URI;
      import java.net.http.*;
      import java.nio.file.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      import java.util.stream.*;

      public class Example {
        static final List<Document> documents = new ArrayList<>();
        static Path folder;
        static Path tokenizerFolder;
        static Path modelFolder;
        static URI endpoint;
        static final EmbeddingModel embeddingModel =
            segments ->
                Response.from(
                    segments.stream()
                        .map(segment -> Embedding.from(new float[] {1, segment.text().length()}))
                        .toList());

        public static void run(
            String[] ids, String[] texts, Path temporary, Path tokenizer, Path model, URI service)
            throws Exception {
          for (int i = 0; i < ids.length; i++) {
            documents.add(new Document(ids[i], texts[i]));
          }
          folder = temporary;
          try (NpyWriter writer = NpyWriter.float32(folder.resolve("vectors.npy"), ids.length, 2)) {
            for (int i = 0; i < ids.length; i++) {
              writer.write(new float[] {1, i});
            }
            writer.commit();
          }
          tokenizerFolder = tokenizer;
          modelFolder = model;
          endpoint = service;
          example();
        }

        static void example() throws Exception {
      EXAMPLE_BODY
        }
      }
      """;

  @TempDir private Path temporary;

  /** Of the commands before, by what they are called there. */
  private final Map<String, Path> outputs = new HashMap<>();

  @TestFactory
  List<DynamicTest> examples() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        long line = text.substring(0, block.start()).lines().count() + 1;
        String name = ROOT.relativize(page) + ":" + line;
        String content = block.group(2);
        tests.add(
            switch (block.group(1)) {
              case "java" -> DynamicTest.dynamicTest(name, () -> compileAndRun(content));
              case "java program" -> DynamicTest.dynamicTest(name, () -> compileAndMain(content));
              default -> DynamicTest.dynamicTest(name, () -> carryOut(content));
            });
      }
    }
    assertThat(tests).hasSizeGreaterThan(10);
    return tests;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private Path compiled(String name, String source) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "example");
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("--release", "21", "-proc:none", "-d", folder.toString(), "-cp", classPath());
      boolean compiled =
          compiler
              .getTask(null, files, problems, options, null, files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as("%s", problems.getDiagnostics()).isTrue();
    }
    return folder;
  }

  /** A whole program, which takes a corpus and a folder. */
  private void compileAndMain(String program) throws Exception {
    Matcher name = Pattern.compile("public class (\\w+)").matcher(program);
    assertThat(name.find()).isTrue();
    Path folder = compiled(name.group(1), program);
    Path corpus = Cli.write(folder.resolve("corpus.jsonl"), "{\"id\": \"a\", \"text\": \"b\"}\n");
    Path output = folder.resolve("out");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader
          .loadClass(name.group(1))
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {corpus.toString(), output.toString()});
    }
    assertThat(output.resolve("manifest.json")).exists();
  }

  private void compileAndRun(String example) throws Exception {
    Path folder = compiled("Example", EXAMPLE.replace("EXAMPLE_BODY", example));
    String[] ids = pages().stream().map(Path::toString).toArray(String[]::new);
    String[] texts = new String[ids.length];
    for (int i = 0; i < ids.length; i++) {
      texts[i] = Files.readString(Path.of(ids[i]));
    }
    HttpServer service = EmbeddingService.start(384);
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, out.charset());
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(nowhere);
      System.setErr(nowhere);
      loader
          .loadClass("Example")
          .getMethod(
              "run", String[].class, String[].class, Path.class, Path.class, Path.class, URI.class)
          .invoke(null, ids, texts, folder, TOKENIZER, MODEL, EmbeddingService.endpoint(service));
    } finally {
      service.stop(0);
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private void carryOut(String commands) throws IOException {
    for (String command : commands.replace("\\\n", " ").lines().toList()) {
      if (command.startsWith("./icp ")) {
        List<String> arguments = arguments(command);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        int code =
            Main.run(
                arguments.toArray(String[]::new),
                nowhere,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        assertThat(code).as("%s: %s", command, err.toString(StandardCharsets.UTF_8)).isZero();
      }
    }
  }

  /** A command's arguments, with the project's files, a made corpus and a temporary output. */
  private List<String> arguments(String command) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(command.trim().split("\\s+")));
    words.removeFirst();
    Path folder = Files.createTempDirectory(temporary, "command");
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (i > 0 && words.get(i - 1).equals("--output")) {
        outputs.put(word, folder.resolve("output"));
        words.set(i, folder.resolve("output").toString());
      } else if (i > 0 && words.get(i - 1).equals("--work-dir")) {
        words.set(i, folder.resolve(word).toString());
      } else if (word.equals("vectors.npy")) {
        words.set(i, vectors(folder.resolve(word)).toString());
      } else if (i > 0 && outputs.containsKey(word) && namesAnOutput(words.get(i - 1))) {
        words.set(i, outputs.get(word).toString());
      } else if (word.equals("corpus.jsonl.gz")) {
        words.set(i, corpus(folder.resolve(word)).toString());
      } else if (word.equals("my-model")) {
        words.set(i, MODEL.toString());
      } else if (i > 0 && !word.startsWith("-") && Files.exists(ROOT.resolve(word))) {
        words.set(i, ROOT.resolve(word).toString());
      }
    }
    return words;
  }

  /** After an option stands its value, which may be called as an output is. */
  private static boolean namesAnOutput(String wordBefore) {
    return !wordBefore.startsWith("--")
        || wordBefore.equals("--from")
        || wordBefore.equals("--update");
  }

  private static Path corpus(Path file) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        String line =
            ("{\"id\":" + i + ",\"text\":\"words of topic " + i % 7)
                + ("\",\"repo_name\":\"r" + i % 2 + "\",\"path\":\"a/f" + i + ".py\"}\n");
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private static Path vectors(Path file) throws IOException {
    try (NpyWriter writer = NpyWriter.float32(file, DOCUMENTS, 2)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        writer.write(new float[] {1, i});
      }
      writer.commit();
    }
    return file;
  }
}
