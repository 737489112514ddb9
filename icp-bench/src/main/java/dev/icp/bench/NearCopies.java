package dev.icp.bench;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.DroppedDocument;
import dev.icp.NearDuplicates;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Segment;
import dev.icp.formats.CorpusReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Measures what {@link NearDuplicates#drop} and {@link NearDuplicates#separate} do to a corpus a
 * third of which are near copies: {@code NearCopies WORK_DIR DOCUMENTS CORPUS.jsonl.gz THRESHOLD
 * …}. The originals are those of the first documents of the corpus that have no near duplicate from
 * 0.85 on among them; a quarter of them are copied once or twice, 20 of them 50 times, with every
 * hundredth word, but at least one, changed, removed or added. Same documents, same copies.
 */
public final class NearCopies {
  private static final double CLEAN = 0.85;
  private static final int LENGTH = 32_768;
  private static final int OFTEN_COPIED = 20;
  private static final int OFTEN = 50;
  private static final int EDITED = 100;
  private static final char COPY = '#';

  private final Path work;
  private final List<Document> documents = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private final int originals;
  private long pairs;

  NearCopies(Path work, List<Document> corpus) {
    this.work = work;
    Set<String> dropped = new HashSet<>();
    try (PackedContexts contexts =
        ContextBuilder.of(corpus).nearDuplicates(NearDuplicates.drop(CLEAN)).pack(LENGTH)) {
      contexts.dropped().map(DroppedDocument::id).forEach(dropped::add);
    }
    List<Document> clean = corpus.stream().filter(d -> !dropped.contains(d.id())).toList();
    originals = clean.size();
    documents.addAll(clean);
    int often = 0;
    for (Document original : clean) {
      // About 0.5 copies of each, so that they are a third of the whole.
      int copies = random.nextInt(4) > 0 ? 0 : random.nextInt(4) == 0 ? 1 : 2;
      if (copies == 2 && often < OFTEN_COPIED) {
        often++;
        copies = OFTEN;
      }
      for (int c = 0; c < copies; c++) {
        documents.add(new Document(original.id() + COPY + c, edited(original.text(), clean)));
      }
      pairs += (long) copies * (copies + 1) / 2;
    }
    for (int i = documents.size() - 1; i > 0; i--) {
      documents.set(i, documents.set(random.nextInt(i + 1), documents.get(i)));
    }
  }

  private String edited(String text, List<Document> others) {
    String[] words = text.split(" ", -1);
    StringBuilder edited = new StringBuilder();
    int sure = random.nextInt(words.length);
    for (int w = 0; w < words.length; w++) {
      int kind = w == sure || random.nextInt(EDITED) == 0 ? random.nextInt(3) : -1;
      if (kind != 0) {
        edited.append(kind == 1 ? word(others) : words[w]).append(' ');
      }
      if (kind == 2) {
        edited.append(word(others)).append(' ');
      }
    }
    return edited.toString();
  }

  private String word(List<Document> documents) {
    String[] words = documents.get(random.nextInt(documents.size())).text().split(" ", 100);
    return words[random.nextInt(Math.min(words.length, 99))];
  }

  private ContextBuilder builder(NearDuplicates policy) {
    return ContextBuilder.of(documents).nearDuplicates(policy).workDirectory(work).keepWork();
  }

  private static String original(String id) {
    int at = id.lastIndexOf(COPY);
    return at < 0 ? id : id.substring(0, at);
  }

  String drop(double threshold) {
    try (PackedContexts contexts = builder(NearDuplicates.drop(threshold)).pack(LENGTH)) {
      List<DroppedDocument> dropped = contexts.dropped().toList();
      long copies =
          dropped.stream().filter(d -> original(d.id()).equals(original(d.keptId()))).count();
      return String.format(
          Locale.ROOT,
          "drop:%.2f  copies dropped %.2f%%, others %.2f%%",
          threshold,
          100.0 * copies / (documents.size() - originals),
          100.0 * (dropped.size() - copies) / originals);
    }
  }

  String separate(double threshold) {
    try (PackedContexts contexts = builder(NearDuplicates.separate(threshold)).pack(LENGTH)) {
      Set<String> together = new HashSet<>();
      for (PackedContext context : contexts) {
        Map<String, List<String>> families = new HashMap<>();
        for (Segment segment : context.segments()) {
          families
              .computeIfAbsent(original(segment.id()), o -> new ArrayList<>())
              .add(segment.id());
        }
        families.values().forEach(family -> addPairs(family, together));
      }
      return String.format(
          Locale.ROOT,
          "separate:%.2f  %d of %d pairs of copies share a context: %.3f%%; of all pairs from the"
              + " threshold on %d; moved %d",
          threshold,
          together.size(),
          pairs,
          100.0 * together.size() / pairs,
          contexts.report().duplicates().pairsTogether(),
          contexts.report().duplicates().moved());
    }
  }

  private static void addPairs(List<String> family, Set<String> together) {
    for (int a = 0; a < family.size(); a++) {
      for (int b = 0; b < a; b++) {
        if (!family.get(a).equals(family.get(b))) {
          String[] pair = {family.get(a), family.get(b)};
          Arrays.sort(pair);
          together.add(pair[0] + " " + pair[1]);
        }
      }
    }
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    if (args.length < 4) {
      System.err.println("usage: NearCopies WORK_DIR DOCUMENTS CORPUS.jsonl.gz THRESHOLD ...");
      System.exit(2);
    }
    List<Document> corpus;
    try (Stream<Document> read = CorpusReader.of(Path.of(args[2])).documents()) {
      corpus = read.limit(Integer.parseInt(args[1])).toList();
    }
    NearCopies made = new NearCopies(Path.of(args[0]), corpus);
    System.out.printf(
        Locale.ROOT,
        "%d originals, %d copies%n",
        made.originals,
        made.documents.size() - made.originals);
    for (int i = 3; i < args.length; i++) {
      double threshold = Double.parseDouble(args[i]);
      System.out.println(made.drop(threshold));
      System.out.println(made.separate(threshold));
    }
  }
}
