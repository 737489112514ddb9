package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.internal.order.code.CodeLanguage;
import dev.icp.internal.order.code.RepositoryFiles;
import dev.icp.spi.ContextOrderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of code in contexts, from their texts on. */
class ImportsOrderTest {
  private static final List<Document> FILES =
      List.of(
          new Document("app/a.py", "from lib.z import run"),
          new Document("tool/main.c", "#include \"zlib.h\"\n"),
          new Document("app/lib/z.py", "import lib.helper"),
          new Document("tool/README.md", "#include \"main.c\"\n"),
          new Document("app/lib/helper.py", "def run():\n  pass\n"),
          new Document("tool/zlib.h", "int run();"));

  private static List<String> packed(List<Document> documents, ContextOrderer orderer) {
    try (PackedContexts contexts =
        ContextBuilder.of(documents).orderer(orderer).keepPathOrder().pack(10_000_000)) {
      return idsOf(contexts);
    }
  }

  private static List<String> idsOf(PackedContexts contexts) {
    List<String> ids = new ArrayList<>();
    contexts.forEach(c -> c.segments().forEach(segment -> ids.add(segment.id())));
    return ids;
  }

  @Test
  void eachRepositoryBehindItsImports() {
    List<String> app = List.of("app/lib/helper.py", "app/lib/z.py", "app/a.py");
    List<String> tool = List.of("tool/README.md", "tool/zlib.h", "tool/main.c");
    List<String> ids = packed(FILES, ContextOrderers.byName("imports"));
    assertThat(ids).hasSize(6).containsSubsequence(app).containsSubsequence(tool);
    assertThat(ids.subList(0, 3)).isIn(app, tool);
  }

  @Test
  void theSameInWhateverOrderTheyCome() {
    List<String> expected = packed(FILES, ContextOrderers.imports(1));
    for (int seed = 0; seed < 10; seed++) {
      List<Document> shuffled = new ArrayList<>(FILES);
      Collections.shuffle(shuffled, new Random(seed));
      List<String> ids = packed(shuffled, ContextOrderers.imports(1));
      assertThat(ids.indexOf("app/a.py")).isGreaterThan(ids.indexOf("app/lib/z.py"));
      assertThat(ids.subList(0, 3)).isIn(expected.subList(0, 3), expected.subList(3, 6));
    }
  }

  /** As in The Stack: the repository in one field, the path within it in another. */
  private static List<Document> withFields() {
    List<Document> documents = new ArrayList<>();
    for (Document file : FILES) {
      String[] parts = file.id().split("/", 2);
      Map<String, Object> fields = Map.of("repo", "me/" + parts[0], "path", parts[1]);
      documents.add(new Document("hash" + documents.size(), file.text(), fields));
    }
    return documents;
  }

  @Test
  void pathsAndRepositoriesOfMetadata() {
    List<String> app = List.of("hash4", "hash2", "hash0");
    List<String> tool = List.of("hash3", "hash5", "hash1");
    List<String> ids = packed(withFields(), ContextOrderers.byName("key:repo:imports:path"));
    assertThat(ids).hasSize(6).containsSubsequence(app).containsSubsequence(tool);
    assertThat(ids.subList(0, 3)).isIn(app, tool);
    try (PackedContexts contexts =
        ContextBuilder.of(withFields())
            .orderer(ContextOrderers.importsBy("path"))
            .groupBy("repo")
            .keepPathOrder()
            .pack(10_000_000)) {
      assertThat(contexts.size()).isEqualTo(2);
      assertThat(idsOf(contexts)).containsSubsequence(app).containsSubsequence(tool);
    }
  }

  @Test
  void namesOfTheOrder() {
    assertThat(ContextOrderers.byName("imports")).hasToString("imports:1");
    assertThat(ContextOrderers.byName("imports:0")).hasToString("imports:0");
    assertThat(ContextOrderers.byName("key:repo:imports")).hasToString("key:repo:imports:0");
    assertThat(ContextOrderers.byName("key:repo:imports:2")).hasToString("key:repo:imports:2");
    assertThat(ContextOrderers.byName("imports:path").needsMetadata()).containsExactly("path");
    assertThat(ContextOrderers.mix("imports:0.5,random:0.5", ContextOrderers.cohesive()))
        .matches(ContextOrderer::needsImports);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("imports:-1"))
        .withMessage("depth: -1, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("imports:"))
        .withMessage("order: expected a number as in imports:2, not 'imports:'");
  }

  @Test
  void whatHasNoTexts(@TempDir Path folder) {
    CorpusIndex index = ContextBuilder.of(FILES).index(folder);
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.from(index).orderer(ContextOrderers.imports(1)).pack(100))
        .withMessage("the order imports:1 goes by imports in texts, which an index does not hold");
    Document tokens = Document.ofTokens("a.py", new int[] {1, 2});
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContextBuilder.of(List.of(tokens))
                    .tokenizer(Tokenizers.ofTokens(10))
                    .noSeparator()
                    .orderer(ContextOrderers.imports(1))
                    .pack(100))
        .withMessage("the order imports:1 goes by imports in texts, and the documents are tokens");
  }

  /** The sources of this module: each file behind those it imports, but within cycles. */
  @Test
  void thisProject() throws IOException {
    List<Document> documents = new ArrayList<>();
    Path root = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String id = "core/" + root.relativize(file).toString().replace('\\', '/');
        documents.add(new Document(id, Files.readString(file)));
      }
    }
    List<String> ids = packed(documents, ContextOrderers.imports(1));
    assertThat(ids).hasSameSizeAs(documents).doesNotHaveDuplicates();

    RepositoryFiles files = new RepositoryFiles(ids);
    int[][] imports = new int[ids.size()][];
    Map<String, String> texts = new HashMap<>();
    documents.forEach(document -> texts.put(document.id(), document.text()));
    Arrays.setAll(
        imports,
        i -> files.imported(i, CodeLanguage.JAVA.imports(texts.getOrDefault(ids.get(i), ""))));
    boolean[][] leads = leads(imports);
    int behind = 0;
    int cycles = 0;
    for (int i = 0; i < imports.length; i++) {
      for (int other : imports[i]) {
        if (leads[other][i]) {
          cycles++;
        } else {
          assertThat(other).as("%s imports %s", ids.get(i), ids.get(other)).isLessThan(i);
          behind++;
        }
      }
    }
    assertThat(behind)
        .as("imports that are followed (%d within cycles)", cycles)
        .isGreaterThan(500);
  }

  private static boolean[][] leads(int[][] imports) {
    boolean[][] leads = new boolean[imports.length][imports.length];
    for (int from = 0; from < imports.length; from++) {
      List<Integer> open = new ArrayList<>(List.of(from));
      while (!open.isEmpty()) {
        for (int next : imports[open.removeLast()]) {
          if (!leads[from][next]) {
            leads[from][next] = true;
            open.add(next);
          }
        }
      }
    }
    return leads;
  }
}
