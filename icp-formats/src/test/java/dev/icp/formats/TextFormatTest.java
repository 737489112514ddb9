package dev.icp.formats;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts as text: what was packed can be read back to the last character. */
class TextFormatTest {
  private static final List<String> ODD =
      List.of(
          "\u0000",
          "CRLF\r\nand\rCR\n\n",
          "combining e\u0301 a\u0308\u0323 \u0301",
          "😀👩‍👩‍👧‍👦🇩🇪👍🏽".repeat(20),
          "\ufeff\ufffd\uffff\uDBFF\uDFFF\u2028\u0085",
          "zero \u0000 inside \\u0000 \"quoted\" \\",
          "one enormous document 😀 of many contexts. ".repeat(60));

  @TempDir Path folder;

  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>(Samples.documents());
    for (int i = 0; i < ODD.size(); i++) {
      documents.add(new Document("odd " + i, ODD.get(i)));
    }
    return documents;
  }

  private static ContextBuilder builder() {
    return ContextBuilder.of(documents()).keepTexts();
  }

  private List<PackedContext> write(ContextBuilder builder, OutputOptions options)
      throws IOException {
    try (PackedContexts contexts = builder.pack(96);
        OutputFolder output = OutputFolder.open(folder, List.of(), true)) {
      contexts.writeTo(output.contexts(OutputFormat.TEXT, options));
      contexts.writeTo(output.contexts(OutputFormat.MDS, OutputOptions.defaults()));
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  /** A row, read by something else than our reader. */
  private record Row(String text, List<?> starts, List<?> ends) {
    static Row of(String line) {
      Map<String, ?> fields = JsonTree.object(line.getBytes(StandardCharsets.UTF_8));
      return new Row(
          String.valueOf(fields.get("text")),
          (List<?>) requireNonNull(fields.get("document_starts")),
          (List<?>) requireNonNull(fields.get("document_ends")));
    }

    /** Returns a segment's text, counted as Python does. */
    String piece(int segment) {
      int from = ((Long) starts.get(segment)).intValue();
      int to = ((Long) ends.get(segment)).intValue();
      int[] characters = text.codePoints().toArray();
      return new String(characters, from, to - from);
    }
  }

  private List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (OutputManifest.Shard shard : OutputManifest.read(folder).outputs().getFirst().shards()) {
      Files.readString(folder.resolve("text/" + shard.name() + ".jsonl"))
          .lines()
          .forEach(line -> rows.add(Row.of(line)));
    }
    return rows;
  }

  /** Returns the documents as rows and sidecars have them. */
  private Map<String, String> together() throws IOException {
    Map<String, Map<Integer, String>> pieces = new HashMap<>();
    List<Row> rows = rows();
    try (ContextReader reader =
        ContextReader.open(folder, OutputManifest.read(folder).outputs().getFirst(), i -> false)) {
      for (ContextReader.Context c = reader.read(); c != null; c = reader.read()) {
        for (int p = 0; p < c.pieces().size(); p++) {
          pieces
              .computeIfAbsent(c.pieces().get(p).id(), id -> new TreeMap<>())
              .put(c.pieces().get(p).from(), rows.get((int) c.index()).piece(p));
        }
      }
    }
    Map<String, String> texts = new HashMap<>();
    pieces.forEach((id, all) -> texts.put(id, String.join("", all.values())));
    return texts;
  }

  private static Map<String, String> expected() {
    return documents().stream().collect(Collectors.toMap(Document::id, Document::text));
  }

  private void verify() throws IOException {
    OutputVerifier.verify(folder);
    OutputVerifier.verify(
        folder, () -> documents().stream(), Tokenizers.utf8Bytes(), (step, done, total) -> {});
  }

  @Test
  void everyCharacterIsReadBack() throws IOException {
    for (Boundary boundary : Boundary.values()) {
      for (Tail tail : List.of(Tail.SHORT, Tail.PAD)) {
        write(builder().boundary(boundary).tail(tail), OutputOptions.defaults().shardBytes(5000));
        assertThat(OutputManifest.read(folder).outputs().getFirst().shards()).hasSizeGreaterThan(2);
        assertThat(together()).isEqualTo(expected());
        verify();
      }
    }
  }

  @Test
  void beginTokensAndSeparators() throws IOException {
    for (Begin begin : Begin.values()) {
      for (Boundary boundary : Boundary.values()) {
        ContextBuilder builder = builder().boundary(boundary);
        write(
            begin == Begin.NONE
                ? builder.noSeparator().padding(0)
                : builder.begin(begin, (int) 'B'),
            OutputOptions.defaults().textSeparator("<sep>"));
        assertThat(together()).isEqualTo(expected());
        verify();
      }
    }
  }

  @Test
  void whatStandsBetween() throws IOException {
    List<PackedContext> contexts = write(builder(), OutputOptions.defaults());
    PackedContext several =
        contexts.stream().filter(c -> c.segments().size() > 2).findFirst().orElseThrow();
    Row row = rows().get((int) several.index());
    // Bytes have no separator that is written.
    assertThat(row.text()).startsWith(several.texts().get(0) + "\n\n" + several.texts().get(1));
    assertThat(Files.readString(folder.resolve("text/index.json")))
        .startsWith("{\"separator\": \"\\n\\n\", \"begin\": \"\", \"shards\": [{\"name\":");

    write(builder(), OutputOptions.defaults().textSeparator("<é>"));
    assertThat(rows().get((int) several.index()).text())
        .startsWith(several.texts().get(0) + "<é>" + several.texts().get(1));
    verify();
    write(builder(), OutputOptions.defaults().textSeparator(""));
    assertThat(rows().get((int) several.index()).text())
        .startsWith(several.texts().get(0) + several.texts().get(1));
    verify();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutputOptions.defaults().textSeparator("\uD800"));
  }

  /** As a writer's bug would leave it: checksums are right, too. */
  @Test
  void whatIsWrongIsFound() throws IOException {
    write(builder(), OutputOptions.defaults());
    Path file = folder.resolve("text/contexts-00000.jsonl");
    String right = Files.readString(file);
    assertFound(file, text -> text.replaceFirst("word", "w0rd"), "other texts than were packed");
    assertFound(file, text -> text.replaceFirst("wo", "ow"), "other texts than were packed");
    assertFound(
        file,
        text -> text.replaceFirst("\\\\n\\\\nword", "\\\\n\\\\rword"),
        "where no document stands");
    assertFound(
        file, text -> text.substring(text.indexOf('\n') + 1), "document_ends of 2 documents");
    assertFound(
        file,
        text -> {
          List<String> lines = new ArrayList<>(List.of(text.split("\n")));
          lines.add(0, lines.remove(1));
          return String.join("\n", lines) + "\n";
        },
        "document_ends of 2 documents");
    assertFound(
        file,
        text -> text.replaceFirst("(\"document_ends\": \\[)\\d+", "$199999"),
        "overlap, or reach beyond the text");
    assertFound(
        file,
        text -> text.replaceFirst("(\"document_ends\": \\[)\\d+, ", "$1"),
        "document_ends of ");
    assertFound(
        file, text -> text.replaceFirst("word", "\\\\ud800"), "a lone surrogate, which has no");
    assertFound(
        file,
        text -> text.replaceFirst(", \"document_starts", ",  \"document_starts"),
        "line that icp");
    assertFound(file, text -> text.replaceFirst("\"text\"", "\"texts\""), "missing");
    assertFound(file, text -> text.substring(0, text.length() - 1), "line that icp");
    assertFound(file, text -> text.replaceFirst("\\[0", "[-1"), "whole numbers");
    assertFound(
        folder.resolve("text/index.json"),
        text -> text.replace("\\n", "\\r"),
        "where no document stands");
    assertFound(
        folder.resolve("text/index.json"), text -> text.replace("-00000", "-00001"), "shards");
    Files.writeString(file, right);
    Tampering.reseal(folder);
    verify();
  }

  private void assertFound(Path file, UnaryOperator<String> change, String message)
      throws IOException {
    String right = Files.readString(file);
    String wrong = change.apply(right);
    assertThat(wrong).isNotEqualTo(right);
    Files.writeString(file, wrong);
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining(file.getFileName().toString());
    Tampering.reseal(folder);
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining(message);
    Files.writeString(file, right);
    Tampering.reseal(folder);
  }

  /** What only the corpus knows. */
  @Test
  void comparedWithTheCorpus() throws IOException {
    write(builder(), OutputOptions.defaults());
    List<Document> others = new ArrayList<>(documents());
    Document changed = others.get(3);
    String text = changed.text();
    others.set(3, new Document(changed.id(), "W" + text.substring(1)));
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(
            () ->
                OutputVerifier.verify(
                    folder, others::stream, Tokenizers.utf8Bytes(), (step, done, total) -> {}))
        .withMessageContaining("document \"" + changed.id() + "\"");

    try (PackedContexts contexts = builder().pack(96);
        OutputFolder output = OutputFolder.open(folder, List.of(), true);
        ContextWriter writer = output.contexts(OutputFormat.TEXT, OutputOptions.defaults())) {
      writer.begin(contexts.report());
      for (PackedContext c : contexts) {
        writer.write(
            new PackedContext(
                c.index(),
                c.tokens(),
                c.segments(),
                c.padding(),
                c.begin(),
                c.texts().stream().map(t -> t.replace("word1 ", "word2 ")).toList()));
      }
      writer.commit();
      output.commit(contexts.report());
    }
    OutputVerifier.verify(folder);
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(this::verify)
        .withMessageMatching(
            "(?s).*text: document .* the text of its tokens \\d+ to \\d+ is another one");
  }

  /** Texts are there to be seen, without tokenizer and corpus. */
  @Test
  void isInspected() throws IOException {
    write(builder(), OutputOptions.defaults());
    OutputInspection inspection = OutputInspector.open(folder).samples(3).known(0).inspect();
    assertThat(inspection.samples()).hasSize(3);
    List<Row> rows = rows();
    for (OutputInspection.SampleContext sample : inspection.samples()) {
      for (int p = 0; p < sample.shown().size(); p++) {
        String shown = sample.shown().get(p).text();
        String whole = rows.get((int) sample.index()).piece(p).stripLeading();
        assertThat(whole).startsWith(shown);
        assertThat(shown.isEmpty()).isEqualTo(whole.isEmpty());
      }
    }
  }

  @Test
  void textsHaveToBeKept() throws IOException {
    try (PackedContexts contexts = ContextBuilder.of(documents()).pack(96);
        ContextWriter writer =
            ContextWriters.of(
                OutputFormat.TEXT, folder.resolve("text"), OutputOptions.defaults())) {
      assertThatIllegalStateException()
          .isThrownBy(() -> contexts.writeTo(writer))
          .withMessageContaining("name the writer with ContextBuilder.writers before packing");
    }
    try (ContextWriter writer =
            ContextWriters.of(OutputFormat.TEXT, folder.resolve("text"), OutputOptions.defaults());
        PackedContexts contexts = ContextBuilder.of(documents()).writers(writer).pack(96)) {
      contexts.writeTo(writer);
      assertThat(folder.resolve("text/contexts-00000.jsonl")).isNotEmptyFile();
    }
  }

  @Test
  void noDocuments() throws IOException {
    write(ContextBuilder.of(List.of()).keepTexts(), OutputOptions.defaults());
    assertThat(folder.resolve("text/contexts-00000.jsonl")).isEmptyFile();
    OutputVerifier.verify(folder);
  }
}
