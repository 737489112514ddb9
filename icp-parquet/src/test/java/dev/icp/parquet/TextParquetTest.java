package dev.icp.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tokenizers;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.OpenCorpus;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputInspector;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.OutputVerifier;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.TextRow;
import dev.icp.formats.spi.ParquetSupport.TextRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts as text in Parquet. */
class TextParquetTest {
  @TempDir Path folder;

  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (int d = 0; d < 50; d++) {
      documents.add(new Document("doc " + d, ("wörd" + d % 7 + " 😀\r\n").repeat(d)));
    }
    documents.add(new Document("empty", ""));
    documents.add(new Document("odd", "\u0000 e\u0301 \uDBFF\uDFFF \ufeff👩‍👩‍👧‍👦"));
    return documents;
  }

  private List<PackedContext> write() throws IOException {
    try (PackedContexts contexts = ContextBuilder.of(documents()).keepTexts().pack(100);
        OutputFolder output = OutputFolder.open(folder, List.of(), true)) {
      OutputOptions options = OutputOptions.defaults().shardBytes(4000).textSeparator("<end>");
      contexts.writeTo(output.contexts(OutputFormat.TEXT_PARQUET, options));
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  private List<TextRow> rows() throws IOException {
    List<TextRow> rows = new ArrayList<>();
    for (OutputManifest.Shard shard : OutputManifest.read(folder).outputs().getFirst().shards()) {
      Path file = folder.resolve("text-parquet/" + shard.name() + ".parquet");
      try (TextRows reader = texts(file, "text", "document_starts", "document_ends")) {
        for (TextRow row = reader.next(); row != null; row = reader.next()) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static TextRows texts(Path file, String text, String... lists) throws IOException {
    return ParquetSupport.find().orElseThrow().texts(file, text, List.of(lists));
  }

  @Test
  void everyCharacterIsReadBack() throws IOException {
    List<PackedContext> contexts = write();
    List<TextRow> rows = rows();
    assertThat(OutputManifest.read(folder).outputs().getFirst().shards()).hasSizeGreaterThan(2);
    assertThat(rows).hasSameSizeAs(contexts);
    for (int c = 0; c < rows.size(); c++) {
      int[] characters = rows.get(c).text().codePoints().toArray();
      int[] starts = rows.get(c).lists().get(0);
      int[] ends = rows.get(c).lists().get(1);
      assertThat(starts).hasSameSizeAs(contexts.get(c).segments());
      for (int s = 0; s < starts.length; s++) {
        assertThat(new String(characters, starts[s], ends[s] - starts[s]))
            .isEqualTo(contexts.get(c).texts().get(s));
      }
    }
    assertThat(rows).anyMatch(row -> row.text().contains("\n<end>w"));
    OutputVerifier.verify(
        folder, () -> documents().stream(), Tokenizers.utf8Bytes(), (step, done, total) -> {});
    assertThat(OutputInspector.open(folder).known(0).inspect().samples())
        .isNotEmpty()
        .allSatisfy(
            sample ->
                assertThat(contexts.get((int) sample.index()).texts().getFirst().strip())
                    .startsWith(sample.shown().getFirst().text().strip()))
        .anySatisfy(sample -> assertThat(sample.shown().getFirst().text()).isNotBlank());
  }

  /** The column is one of strings to every reader of Parquet, ours of corpora among them. */
  @Test
  void isACorpus() throws IOException {
    List<TextRow> rows = new ArrayList<>();
    write();
    rows.addAll(rows());
    List<Path> shards =
        OutputManifest.read(folder).outputs().getFirst().shards().stream()
            .map(shard -> folder.resolve("text-parquet/" + shard.name() + ".parquet"))
            .toList();
    try (OpenCorpus corpus = CorpusReader.of(shards).open()) {
      assertThat(corpus.documents().map(Document::text).collect(Collectors.toList()))
          .isEqualTo(rows.stream().map(TextRow::text).toList());
    }
  }

  @Test
  void whatIsWrongIsFound() throws IOException {
    write();
    Path file = folder.resolve("text-parquet/contexts-00000.parquet");
    Path other = folder.resolve("text-parquet/contexts-00001.parquet");
    assertThatIOException()
        .isThrownBy(() -> texts(file, "body"))
        .withMessageContaining("no column \"body\"");
    assertThatIOException()
        .isThrownBy(() -> texts(file, "document_starts"))
        .withMessageContaining("is not one of strings");
    assertThatIOException()
        .isThrownBy(() -> texts(file, "text", "text"))
        .withMessageContaining("lists of int32");
    byte[] right = Files.readAllBytes(file);
    for (byte[] wrong : List.of(Files.readAllBytes(other), new byte[0], new byte[100])) {
      Files.write(file, wrong);
      assertThatExceptionOfType(BadOutputException.class)
          .isThrownBy(() -> OutputVerifier.verify(folder))
          .withMessageContaining("contexts-00000.parquet");
    }
    Files.write(file, right);
    OutputVerifier.verify(folder);
  }
}
