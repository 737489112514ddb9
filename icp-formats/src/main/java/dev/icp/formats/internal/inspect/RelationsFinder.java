package dev.icp.formats.internal.inspect;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.Embedders;
import dev.icp.NeighbourIndexes;
import dev.icp.Tokenizers;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.OutputInspection.Beside;
import dev.icp.formats.OutputInspection.KnownDocuments;
import dev.icp.formats.OutputInspection.Neighbourhood;
import dev.icp.formats.OutputInspection.Relations;
import dev.icp.formats.OutputInspection.SampleContext;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.inspect.Census.Known;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds how the documents of an output are related, by the vectors of words that a packing run
 * makes of their texts. Not thread-safe.
 */
public final class RelationsFinder {
  private static final int MAPPED = 50_000;
  private static final int NEIGHBOURS = 10;
  private static final double RECALL = 0.9;

  private final Census census;
  private final Drawn drawn;
  private final Beginnings beginnings = new Beginnings();
  private final Map<Known, Integer> numbers = new LinkedHashMap<>();
  private final Neighbourhoods neighbourhoods = new Neighbourhoods();
  private List<SampleContext> random = List.of();
  private short[] cosines = new short[0];
  private List<Beside> beside = List.of();
  private List<Neighbourhood> named = List.of();
  private int[] points = new int[0];
  private short[][] places = new short[2][0];

  /**
   * @param most how many documents are known, 1 or more; besides, those of contexts that are shown
   * @param contextLength in tokens
   */
  public RelationsFinder(int most, int contextLength) {
    census = new Census(most);
    drawn = new Drawn(contextLength);
  }

  /**
   * Takes a context.
   *
   * @param shown whether it is shown
   */
  public void add(Context context, boolean shown) {
    census.add(context, shown);
  }

  /** Returns what is known without texts: which document stands where. */
  public Relations withoutTexts() {
    census.keepLowest();
    census.documents().forEach(document -> numbers.put(document, numbers.size()));
    cosines = unknown(census.pieces(numbers).length / 4);
    return relations("");
  }

  /**
   * Finds relations by what documents say in the corpus.
   *
   * @param documents all of it
   * @param seen is told each document
   */
  public Relations find(
      List<SampleContext> samples, Stream<Document> documents, Consumer<Document> seen) {
    prepare(samples);
    Iterator<Document> known =
        documents
            .peek(seen)
            .filter(document -> census.document(document.id()) != null)
            .peek(document -> beginnings.add(document.id(), Excerpt.of(document.text())))
            .iterator();
    return find(samples, known);
  }

  /**
   * Finds relations by what documents say in the output's own tokens.
   *
   * @throws IOException if they cannot be read
   */
  public Relations find(
      List<SampleContext> samples,
      StoredOutput stored,
      OutputManifest manifest,
      Tokenizer tokenizer)
      throws IOException {
    prepare(samples);
    try (TokenTexts texts =
        new TokenTexts(stored, manifest, tokenizer, census.readings(), beginnings::add)) {
      return find(samples, texts);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void prepare(List<SampleContext> samples) {
    census.keepLowest();
    List<Known> all = census.documents();
    random = samples.stream().map(sample -> drawn.context(all, sample.index())).toList();
    beginnings.prepare(all.size(), random);
  }

  private Relations find(List<SampleContext> samples, Iterator<Document> texts) {
    Stream<Document> found =
        StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(texts, Spliterator.ORDERED), false);
    Stream<Document> lacking =
        Stream.of(true)
            .flatMap(once -> census.documents().stream())
            .filter(document -> !numbers.containsKey(document))
            .map(document -> new Document(document.id(), ""));
    Stream<Document> all = Stream.concat(found, lacking).filter(this::isNew).peek(this::number);
    ContextBuilder.of(all)
        .neighbours(Embedders.lexical(), new Watched(samples), NEIGHBOURS)
        .orderer(ContextOrderers.input())
        .tokenizer(Tokenizers.none())
        .noSeparator()
        .pack(1)
        .close();
    return relations("words");
  }

  private boolean isNew(Document document) {
    return !numbers.containsKey(known(document.id()));
  }

  private Known known(String id) {
    Known known = census.document(id);
    if (known == null) {
      throw new IllegalStateException(id + " is not among the known documents");
    }
    return known;
  }

  private void number(Document document) {
    numbers.put(known(document.id()), numbers.size());
    neighbourhoods.add(document.text());
  }

  private Relations relations(String by) {
    List<String> ids = numbers.keySet().stream().map(Known::id).toList();
    short[] x = new short[ids.size()];
    short[] y = new short[ids.size()];
    Arrays.fill(x, (short) -1);
    Arrays.fill(y, (short) -1);
    for (int p = 0; p < points.length; p++) {
      x[points[p]] = places[0][p];
      y[points[p]] = places[1][p];
    }
    KnownDocuments documents =
        new KnownDocuments(
            census.all(),
            ids,
            ids.stream().map(beginnings::brief).toList(),
            census.pieces(numbers),
            cosines,
            x,
            y,
            MetadataFields.of(List.copyOf(numbers.keySet())));
    return new Relations(by, beside, documents, named);
  }

  private static short[] unknown(int count) {
    short[] cosines = new short[count];
    Arrays.fill(cosines, Short.MIN_VALUE);
    return cosines;
  }

  private void measure(List<SampleContext> samples, SparseVectors vectors, NeighbourGraph graph) {
    int[] pieces = census.pieces(numbers);
    cosines = unknown(pieces.length / 4);
    for (int piece = 1; piece < cosines.length; piece++) {
      if (pieces[4 * piece] == pieces[4 * (piece - 1)]) {
        cosines[piece] = cosine(vectors, pieces[4 * piece - 3], pieces[4 * piece + 1]);
      }
    }
    random = random.stream().map(beginnings::fill).toList();
    List<Beside> compared = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      compared.add(
          new Beside(pairs(vectors, samples.get(i)), random.get(i), pairs(vectors, random.get(i))));
    }
    beside = compared;
    points = points();
    places = MapLayout.of(graph, points);
    named = neighbourhoods.of(points, places);
  }

  private static short cosine(SparseVectors vectors, int a, int b) {
    return (short) Math.round(10_000 * vectors.cosine(a, b));
  }

  private short[] pairs(SparseVectors vectors, SampleContext context) {
    int[] shown =
        context.shown().stream()
            .mapToInt(piece -> Objects.requireNonNull(numbers.get(known(piece.id()))))
            .toArray();
    short[] pairs = new short[shown.length * (shown.length - 1) / 2];
    int pair = 0;
    for (int j = 1; j < shown.length; j++) {
      for (int i = 0; i < j; i++) {
        pairs[pair++] = cosine(vectors, shown[i], shown[j]);
      }
    }
    return pairs;
  }

  /** Returns the documents that are on the map, drawn by their ids where there are more. */
  private int[] points() {
    long[] hashes = numbers.keySet().stream().mapToLong(Known::hash).toArray();
    if (hashes.length <= MAPPED) {
      return IntStream.range(0, hashes.length).toArray();
    }
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    long highest = sorted[MAPPED - 1];
    return IntStream.range(0, hashes.length).filter(i -> hashes[i] <= highest).toArray();
  }

  /** Measures while the vectors are there. */
  private final class Watched implements NeighbourIndex<SparseVectors> {
    private final NeighbourIndex<SparseVectors> index = NeighbourIndexes.invertedIndex(RECALL);
    private final List<SampleContext> samples;

    Watched(List<SampleContext> samples) {
      this.samples = samples;
    }

    @Override
    public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
      NeighbourGraph graph = index.neighbours(vectors, k, context);
      measure(samples, vectors, graph);
      return graph;
    }

    @Override
    public String fingerprint() {
      return index.fingerprint();
    }
  }
}
