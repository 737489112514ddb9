package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.ContextBuilder;
import dev.icp.CorpusIndex;
import dev.icp.Document;
import dev.icp.DuplicateIds;
import dev.icp.NeighbourIndexes;
import dev.icp.Tokenizers;
import dev.icp.spi.DocumentParts;
import dev.icp.spi.Embedder;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that have not changed are not read again, and what comes of it is as if they were. */
class GrowingFilesTest {
  private static final List<String> INDEX =
      List.of("ids", "hashes", "inputs", "metadata", "tokens", "vectors", "graph", "index");

  @TempDir private Path folder;
  private Path docs = Path.of("");
  private UnaryOperator<CorpusReader> reading = reader -> reader;
  private UnaryOperator<ContextBuilder> settings = builder -> builder;

  /** Documents that were given one by one. */
  private final List<String> given = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    docs = Files.createDirectory(folder.resolve("docs"));
  }

  /** Listens to what is read. */
  private record Watched(OpenCorpus corpus, List<String> given) implements DocumentParts {
    @Override
    public Iterator<Part> parts() {
      Iterator<Part> parts = corpus.parts();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return parts.hasNext();
        }

        @Override
        public Part next() {
          return new WatchedPart(parts.next(), given);
        }
      };
    }
  }

  private record WatchedPart(DocumentParts.Part part, List<String> given)
      implements DocumentParts.Part {
    @Override
    public String name() {
      return part.name();
    }

    @Override
    public boolean skip(String state, Iterable<String> ids) {
      return part.skip(state, ids);
    }

    @Override
    public String state() {
      return part.state();
    }

    @Override
    public boolean hasNext() {
      return part.hasNext();
    }

    @Override
    public Document next() {
      Document document = part.next();
      given.add(document.id().replaceFirst("^.*/docs/", "docs/"));
      return document;
    }
  }

  /** Bytes, of which one stands for a text. */
  private static final class WithSpecialToken implements Tokenizer {
    private final Tokenizer bytes = Tokenizers.utf8Bytes();

    @Override
    public int[] encode(String text) {
      return bytes.encode(text);
    }

    @Override
    public String decode(int[] tokens) {
      return bytes.decode(tokens);
    }

    @Override
    public int vocabularySize() {
      return bytes.vocabularySize();
    }

    @Override
    public OptionalInt separator() {
      return bytes.separator();
    }

    @Override
    public Map<String, Integer> specialTokens() {
      return Map.of("<1>", 1, "<2>", 2);
    }

    @Override
    public String fingerprint() {
      return "bytes with special tokens";
    }
  }

  private static float[] vector(String text) {
    Random random = new Random(text.hashCode());
    return new float[] {1 + random.nextInt(3), random.nextInt(3), random.nextInt(2)};
  }

  private ContextBuilder builder(OpenCorpus corpus) {
    return settings
        .apply(ContextBuilder.of(new Watched(corpus, given)))
        .threads(2)
        .neighbours(
            Embedder.of(
                "three",
                3,
                texts -> texts.stream().map(GrowingFilesTest::vector).toArray(float[][]::new)),
            NeighbourIndexes.exact(),
            4);
  }

  private CorpusIndex index(String name) {
    given.clear();
    try (OpenCorpus corpus = reading.apply(CorpusReader.of(docs)).open()) {
      return builder(corpus).index(folder.resolve(name));
    }
  }

  /** Updates, and compares with an index of everything. */
  private CorpusIndex update(CorpusIndex index, String name) throws IOException {
    CorpusIndex updated;
    List<String> read;
    given.clear();
    try (OpenCorpus corpus = reading.apply(CorpusReader.of(docs)).open()) {
      updated = index.update(builder(corpus), folder.resolve(name));
      read = List.copyOf(given);
      index(name + "-all");
      try (OpenCorpus again = reading.apply(CorpusReader.of(docs)).open()) {
        again.documents().forEach(document -> {});
        assertThat(corpus.files()).as(name).isEqualTo(again.files());
      }
    }
    for (String file : INDEX) {
      assertThat(bytes(name, file))
          .as("%s of %s", file, name)
          .isEqualTo(bytes(name + "-all", file));
    }
    given.clear();
    given.addAll(read);
    return updated;
  }

  private byte[] bytes(String index, String file) throws IOException {
    return Files.readAllBytes(folder.resolve(index).resolve(".icp-index").resolve(file));
  }

  private static String line(String id, String text) {
    return "{\"id\": \"" + id + "\", \"text\": \"" + text + "\", \"licence\": \"free\"}\n";
  }

  private static byte[] content(String name, String text) {
    byte[] utf8 = TestFiles.utf8(text);
    return name.endsWith(".gz") ? TestFiles.gzip(utf8) : utf8;
  }

  private void write(String name, String text) throws IOException {
    Files.write(docs.resolve(name), content(name, text));
  }

  private void append(String name, String text) throws IOException {
    Files.write(
        docs.resolve(name),
        content(name, text),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  void onlyFilesThatHaveChangedAreRead() throws IOException {
    write("a.jsonl", line("a1", "one") + line("a2", "two"));
    write("b.jsonl.gz", line("b1", "three"));
    write("c.txt", "a text");
    CorpusIndex one = index("one");
    assertThat(given).containsExactly("a1", "a2", "b1", "docs/c.txt");
    update(one, "same");
    assertThat(given).isEmpty();
    write("a0.jsonl", line("new", "a new document"));
    Files.setLastModifiedTime(docs.resolve("c.txt"), FileTime.fromMillis(1));
    CorpusIndex two = update(one, "two");
    assertThat(given).containsExactly("new");
    // Of the same length, and as old: nothing but the content says so.
    FileTime then = Files.getLastModifiedTime(docs.resolve("a.jsonl"));
    write("a.jsonl", line("a1", "one") + line("a2", "six"));
    Files.setLastModifiedTime(docs.resolve("a.jsonl"), then);
    CorpusIndex three = update(two, "three");
    assertThat(given).containsExactly("a1", "a2");
    assertThat(three.changes()).contains(new CorpusIndex.Changes(4, 0, 1, 0, changed(three)));
    Files.delete(docs.resolve("b.jsonl.gz"));
    update(three, "four");
    assertThat(given).isEmpty();
  }

  private static int changed(CorpusIndex index) {
    return index.changes().orElseThrow().searchedAnew();
  }

  @Test
  void onlyLinesThatWereAppendedAreRead() throws IOException {
    write("a.jsonl", line("a1", "one") + "\n" + line("a2", "two"));
    write("b.jsonl.gz", line("b1", "three"));
    CorpusIndex one = index("one");
    append("a.jsonl", "\n{\"text\": \"called by its line\"}\n");
    append("b.jsonl.gz", line("b2", "four") + line("b3", "five"));
    CorpusIndex two = update(one, "two");
    assertThat(given).containsExactly("docs/a.jsonl:5", "b2", "b3");
    append("a.jsonl", "{\"text\": \"six\"}");
    CorpusIndex three = update(two, "three");
    assertThat(given).containsExactly("docs/a.jsonl:6");
    // The last line was not ended: what follows may belong to it.
    append("a.jsonl", "  \n" + line("a7", "seven"));
    update(three, "four");
    assertThat(given).contains("a1", "docs/a.jsonl:6", "a7").doesNotContain("b1");
  }

  @Test
  void whatIsAppendedMayMakeSomethingElseOfADocument() throws IOException {
    write("b.txt", "a text");
    write("c.jsonl", line("c", "one"));
    CorpusIndex one = index("one");
    append("b.txt", " that goes on");
    append("c.jsonl", line("c2", "two"));
    CorpusIndex two = update(one, "two");
    assertThat(given).containsExactly("docs/b.txt", "c2");
    // Looks like the next member of gzip, which it is not.
    Files.write(docs.resolve("c.jsonl"), new byte[] {0x1F, (byte) 0x8B}, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> index("three")).hasMessageContaining("c.jsonl:3");
    try (OpenCorpus corpus = CorpusReader.of(docs).open()) {
      assertThatThrownBy(() -> two.update(builder(corpus), folder.resolve("three")))
          .hasMessageContaining("c.jsonl:3");
    }
  }

  @Test
  void otherFieldsAreReadAgain() throws IOException {
    write("a.jsonl", line("a1", "one"));
    CorpusIndex one = index("one");
    reading = reader -> reader.metadata("licence");
    CorpusIndex two = update(one, "two");
    assertThat(given).containsExactly("a1");
    update(two, "three");
    assertThat(given).isEmpty();
  }

  @Test
  void filesOfBadAndRepeatedDocumentsAreReadAgain() throws IOException {
    reading = reader -> reader.onBadDocument(bad -> {});
    settings = builder -> builder.duplicateIds(DuplicateIds.NUMBER).onBadDocument(bad -> {});
    write("a.jsonl", line("a1", "one") + "no JSON\n");
    write("b.jsonl", line("b1", "two") + line("a1", "three"));
    write("c.jsonl", line("c1", "four"));
    CorpusIndex one = index("one");
    update(one, "two");
    assertThat(given).containsExactly("a1", "b1", "a1");
    // A file that is there already may be the second one with an id, now.
    write("a.jsonl", line("c1", "one"));
    update(one, "three");
    assertThat(given).containsExactly("c1", "b1", "a1", "c1");
  }

  @Test
  void tokensAreNotReadAgainEither() throws IOException {
    write("a.jsonl", "{\"id\": \"a1\", \"text\": [1, 2, 3]}\n");
    reading = reader -> reader.tokensField("text");
    settings = builder -> builder.tokenizer(Tokenizers.ofTokens(10));
    CorpusIndex one = index("one");
    update(one, "two");
    assertThat(given).isEmpty();
  }

  /** From state to state: files come, go, grow, change, are read by other names and again. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anything(long seed) throws IOException {
    Random random = new Random(seed);
    settings = builder -> builder.tokenizer(new WithSpecialToken());
    for (int i = 0; i < 4; i++) {
      write(name(i), lines(random, "s" + i, 1 + random.nextInt(9)));
    }
    CorpusIndex index = index("start");
    for (int step = 0; step < 8; step++) {
      for (int change = random.nextInt(4); change >= 0; change--) {
        int file = random.nextInt(6);
        String prefix = "t" + step + "-" + change + "-";
        boolean there = Files.exists(docs.resolve(name(file)));
        switch (random.nextInt(4)) {
          case 0 -> write(name(file), lines(random, prefix, 1 + random.nextInt(9)));
          case 1 -> {
            if (there && file > 0) {
              Files.delete(docs.resolve(name(file)));
            }
          }
          case 2 -> {
            if (there && !name(file).endsWith(".gz")) {
              String all = Files.readString(docs.resolve(name(file)), StandardCharsets.UTF_8);
              write(name(file), all.replaceFirst("word[0-9]", "word" + random.nextInt(9)));
            }
          }
          default -> append(name(file), lines(random, prefix, 1 + random.nextInt(4)));
        }
      }
      index = update(index, "step" + step);
    }
  }

  private static String name(int file) {
    return "f" + file + (file % 2 == 0 ? ".jsonl" : ".jsonl.gz");
  }

  private static String lines(Random random, String prefix, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          line(prefix + i, "word" + random.nextInt(9) + " word<" + random.nextInt(3) + ">"));
    }
    return lines.toString();
  }
}
