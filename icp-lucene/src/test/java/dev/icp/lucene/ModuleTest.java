package dev.icp.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.ContextBuilder;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.contract.ModulePath;
import dev.icp.spi.DenseVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A modular program of somebody else's, with a tokenizer and Lucene's graph. */
class ModuleTest {
  private static final ModulePath PATH = ModulePath.ofAllBut(jar -> false);
  private static final String NATIVE = "--enable-native-access=ai.djl.tokenizers";

  @TempDir private Path folder;

  private Path program() throws IOException, InterruptedException {
    Path descriptor = folder.resolve("module-info.java");
    Files.writeString(
        descriptor,
        """
        module consumer {
          requires dev.icp.lucene;
        }
        """);
    Path main = folder.resolve("Main.java");
    Files.writeString(
        main,
        """
        package consumer;

        import dev.icp.*;
        import dev.icp.lucene.*;
        import dev.icp.spi.*;
        import java.nio.file.Path;
        import java.util.*;

        class Main {
          public static void main(String[] arguments) {
            DenseVectors vectors =
                DenseVectors.of(new float[][] {{1, 0}, {0, 1}, {0.9f, 0.1f}, {0.1f, 0.9f}});
            ContextBuilder.ofTexts(List.of("a ship", "a tax", "more ships", "more taxes"))
                .vectors(vectors, NeighbourIndexes.exact(), 2)
                .pack(8)
                .close();
            try (PackedContexts contexts =
                ContextBuilder.ofTexts(List.of("a ship", "a tax", "more ships", "more taxes"))
                    .tokenizer(HuggingFaceTokenizers.load(Path.of(arguments[0])))
                    .vectors(vectors, LuceneHnswIndex.create(), 2)
                    .pack(8)) {
              for (PackedContext context : contexts) {
                System.out.println(Arrays.toString(context.tokens()));
              }
            }
          }
        }
        """);
    Path classes = folder.resolve("classes");
    PATH.compile(classes, descriptor, main);
    return classes;
  }

  private static List<String> expected(Path tokenizer) {
    DenseVectors vectors =
        DenseVectors.of(new float[][] {{1, 0}, {0, 1}, {0.9f, 0.1f}, {0.1f, 0.9f}});
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(List.of("a ship", "a tax", "more ships", "more taxes"))
            .tokenizer(HuggingFaceTokenizers.load(tokenizer))
            .vectors(vectors, LuceneHnswIndex.create(), 2)
            .pack(8)) {
      return contexts.stream().map(PackedContext::tokens).map(Arrays::toString).toList();
    }
  }

  @Test
  void runsOnTheModulePath() throws Exception {
    Path tokenizer = TestTokenizers.folder("bpe").toAbsolutePath();

    String printed =
        PATH.java(
            program(),
            List.of(NATIVE, "--add-modules", "jdk.incubator.vector", "-Dicp.kernel=vector"),
            "consumer/consumer.Main",
            tokenizer);

    assertThat(printed.lines().filter(line -> line.startsWith("["))).isEqualTo(expected(tokenizer));
  }

  /** Without the flags, slower, and with what Lucene and this library say of it. */
  @Test
  void needsNoFlags() throws Exception {
    Path tokenizer = TestTokenizers.folder("bpe").toAbsolutePath();

    String printed = PATH.java(program(), List.of(), "consumer/consumer.Main", tokenizer);

    assertThat(printed.lines().filter(line -> line.startsWith("["))).isEqualTo(expected(tokenizer));
  }
}
