package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spi.ContextOrderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Draws the pictures of docs/orders.md, so that they are what the library does: contexts of made
 * documents, a bar for each document, a colour for each of ten subjects and a shade for each of its
 * three topics. {@code -Dicp.pictures=write} writes them anew.
 */
class OrderPicturesTest {
  private static final Path FOLDER = Path.of("../docs/orders");
  private static final int CONTEXTS = 6;
  private static final int WIDTH = 720;
  private static final int ROW = 16;
  private static final int SUBJECTS = 10;
  private static final int TOPICS = 3;
  private static final int LENGTH = 6000;

  private static Map<String, ContextOrderer> orders() {
    Map<String, ContextOrderer> orders = new LinkedHashMap<>();
    for (String name :
        List.of("random", "paper", "reference", "cohesive", "keywords", "path", "nextlong:150")) {
      orders.put(name.replaceFirst(":.*", ""), ContextOrderers.byName(name));
    }
    orders.put("bm25chunk", ContextOrderers.bm25Chunk(100));
    orders.put("bm25chunk-returns", ContextOrderers.bm25ChunkReturning(100));
    orders.put("splice", ContextOrderers.splice(3));
    orders.put("splice-trims", ContextOrderers.spliceTrimmed(3));
    orders.put("imports", ContextOrderers.imports(1));
    orders.put("diversity", ContextOrderers.diverse(0.4, ContextOrderers.cohesive()));
    orders.put("among", ContextOrderers.among(120, ContextOrderers.cohesive()));
    orders.put("nextlong-repeats", ContextOrderers.nextLongRepeating(150));
    orders.put("nearest-with-repeats", ContextOrderers.nearestWithRepeats());
    return orders;
  }

  @Test
  void picturesAreWhatTheLibraryDoes() throws IOException {
    List<Document> documents = documents();
    for (Map.Entry<String, ContextOrderer> order : orders().entrySet()) {
      String picture =
          picture(order.getValue().needsImports() ? files(documents) : documents, order.getValue());
      Path file = FOLDER.resolve(order.getKey() + ".svg");
      if ("write".equals(System.getProperty("icp.pictures"))) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, picture);
      }
      assertThat(file)
          .content()
          .as("%s, rewritten with -Dicp.pictures=write", file)
          .isEqualTo(picture);
    }
  }

  /** Ids say subject, topic and number; a document in twelve is long, one in twenty a near copy. */
  private static List<Document> documents() {
    SplittableRandom random = new SplittableRandom(7);
    List<Document> documents = new ArrayList<>();
    String text = "";
    String folder = "";
    for (int d = 0; d < 600; d++) {
      if (d % 20 != 19) {
        int subject = random.nextInt(SUBJECTS);
        int topic = random.nextInt(TOPICS);
        folder = subject + "/" + topic;
        text =
            text(
                subject,
                topic,
                d % 12 == 0 ? 20 + random.nextInt(20) : 1 + random.nextInt(6),
                random);
      }
      documents.add(new Document(folder + "/" + d, text));
    }
    return documents;
  }

  /** The same as files: those of the first two topics include two of the next one each. */
  private static List<Document> files(List<Document> documents) {
    SplittableRandom random = new SplittableRandom(7);
    List<Document> files = new ArrayList<>();
    for (Document document : documents) {
      String subject = document.id().substring(0, 2);
      int next = document.id().charAt(2) - '0' + 1;
      List<String> ids =
          documents.stream()
              .map(Document::id)
              .filter(id -> id.startsWith(subject + next + "/"))
              .toList();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 2 && !ids.isEmpty(); i++) {
        String id = ids.get(random.nextInt(ids.size()));
        text.append("#include \"../").append(id.substring(2)).append(".h\"\n");
      }
      files.add(new Document(document.id() + ".h", text + document.text()));
    }
    return files;
  }

  private static String text(int subject, int topic, int lines, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      for (int word = 0; word < 9; word++) {
        int kind = random.nextInt(10);
        text.append((char) ('a' + subject));
        text.append(kind < 4 ? "t" + topic : kind < 8 ? "s" : "");
        text.append(random.nextInt(kind < 8 ? 12 : 40)).append(' ');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String picture(List<Document> documents, ContextOrderer orderer) {
    try (PackedContexts contexts =
        ContextBuilder.of(documents).orderer(orderer).startAtDocument().pack(LENGTH)) {
      StringBuilder rows = new StringBuilder();
      int row = 0;
      for (PackedContext context : contexts) {
        if (row < CONTEXTS && context.length() == LENGTH) {
          rows.append(row(context, row++));
        }
      }
      return String.format(
              Locale.ROOT,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                  + " role=\"img\">%n<title>Contexts in the order %s</title>%n%s</svg>%n",
              WIDTH,
              ROW * row,
              WIDTH,
              orderer,
              rows)
          .replace(System.lineSeparator(), "\n");
    }
  }

  private static String row(PackedContext context, int row) {
    String first = context.segments().getFirst().id();
    long pieces = context.segments().stream().filter(s -> s.id().equals(first)).count();
    StringBuilder bars = new StringBuilder();
    double scale = WIDTH / (double) LENGTH;
    for (Segment segment : context.segments()) {
      int subject = segment.id().charAt(0) - '0';
      int topic = segment.id().charAt(2) - '0';
      bars.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                  + " fill=\"hsl(%d,%d%%,%d%%)\"/>%n",
              segment.at() * scale,
              row * ROW,
              Math.max(0.5, segment.length() * scale - 0.8),
              ROW - 4,
              subject * 360 / SUBJECTS,
              55,
              38 + 15 * topic));
      if (pieces > 1 && segment.id().equals(first)) {
        bars.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"2\" fill=\"#888\"/>%n",
                segment.at() * scale,
                row * ROW + ROW - 3,
                segment.length() * scale));
      }
    }
    return bars.toString();
  }
}
