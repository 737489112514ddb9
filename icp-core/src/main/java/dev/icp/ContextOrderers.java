package dev.icp;

import dev.icp.internal.order.Bm25Chunk;
import dev.icp.internal.order.CohesiveOrder;
import dev.icp.internal.order.DiverseOrder;
import dev.icp.internal.order.GreedyPath;
import dev.icp.internal.order.ImportsOrder;
import dev.icp.internal.order.InputOrder;
import dev.icp.internal.order.KeyGroups;
import dev.icp.internal.order.KeywordGroups;
import dev.icp.internal.order.MixedOrder;
import dev.icp.internal.order.MixedOrder.Share;
import dev.icp.internal.order.NearestWithRepeats;
import dev.icp.internal.order.NextLong;
import dev.icp.internal.order.OrderAmong;
import dev.icp.internal.order.PathOrder;
import dev.icp.internal.order.RandomOrder;
import dev.icp.internal.order.ReferenceCode;
import dev.icp.internal.order.SpliceOrder;
import dev.icp.internal.order.SpliceOrder.Arrangement;
import dev.icp.spi.ContextOrderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The orders that documents can be packed in. A number below what a method says of it is an
 * IllegalArgumentException.
 */
public final class ContextOrderers {
  /** The buffer of Bm25Chunk's authors. */
  private static final int BUFFER = 2048;

  /** The characters of a piece of NExtLong's authors. */
  private static final int PIECE = 2048;

  private ContextOrderers() {}

  /**
   * Returns the paper's order, its algorithm 1 (section 2.2): walk the neighbour graph, from an
   * unvisited document of minimum degree always to the unvisited neighbour of highest cosine; where
   * there is none, jump to another unvisited document of minimum degree.
   */
  public static ContextOrderer greedyPath() {
    return new GreedyPath();
  }

  /**
   * Returns the default order, which keeps contexts on their topic: documents are clustered bottom
   * up, the most similar first wherever they are (average linkage over the neighbour graph), and
   * packed in the order of the tree's leaves, its branches turned so that cuts part little of what
   * belongs together. Within a context each document has, in sum, as similar ones before it as can
   * be. Clearly more related contexts than {@link #greedyPath}, in about four times its time.
   */
  public static ContextOrderer cohesive() {
    return new CohesiveOrder();
  }

  /**
   * Returns the order of the code that was released with the paper, which differs from the paper's
   * algorithm 1 ({@link #greedyPath}): chains through the first 9 neighbours that each document's
   * own list has, from the first unvisited document of the corpus, with a restart at 21 documents;
   * then each document of a shorter chain is inserted right before its nearest neighbour that
   * stands in another one. Step by step in docs/orders.md. Equally near: the first of the corpus.
   */
  public static ContextOrderer referenceCode() {
    return new ReferenceCode();
  }

  /**
   * Returns the paper's kNN baseline (section 3.2), for comparison only: a document followed by its
   * k nearest, then another document followed by its own, whether they stood before or not. It
   * <b>repeats documents and leaves others out</b>; the report says so ({@link
   * PackingReport.Order#repeats}, {@link PackingReport.Order#documents}). The documents that come
   * first are drawn at random by the run's seed, each at most once, and the order ends as soon as
   * it has as many tokens, separators included, as all documents together: as many as the other
   * orders.
   */
  public static ContextOrderer nearestWithRepeats() {
    return new NearestWithRepeats();
  }

  /** Returns the order of the corpus. */
  public static ContextOrderer input() {
    return new InputOrder();
  }

  /** Returns a random order by the run's seed, which is how contexts are usually made. */
  public static ContextOrderer random() {
    return new RandomOrder(OptionalLong.empty());
  }

  /** Returns a random order by a seed of its own. */
  public static ContextOrderer random(long seed) {
    return new RandomOrder(OptionalLong.of(seed));
  }

  /** Returns {@link #bm25Chunk(int)} with its authors' buffer of 2,048 documents. */
  public static ContextOrderer bm25Chunk() {
    return bm25Chunk(BUFFER);
  }

  /**
   * Returns the order of Bm25Chunk (Zhao et al., ACL 2024, arXiv 2402.13991): contexts of related
   * documents out of a few that were drawn, rather than of all. Less alike than contexts of {@link
   * #cohesive}, more than {@link #random} ones.
   *
   * <ol>
   *   <li>Draw documents, by the run's seed, until the buffer is full.
   *   <li>Begin a context with the document that is in the buffer for the longest; go on to the one
   *       that is nearest to the last, and so on until the context is full. Where none in the
   *       buffer is related to the last, go on with the one that is there for the longest.
   *   <li>Draw anew until the buffer is full, and make the next context.
   * </ol>
   *
   * <p>Nearest is by cosine of the run's vectors, which for words stand for the paper's BM25;
   * equals resolve to the document that is first in the corpus. One thing differs from the paper:
   * the next context begins with what does not fit of a context's last document, so that no
   * document stands in pieces; {@link #bm25ChunkReturning} is the paper's.
   *
   * @param bufferSize how many documents to choose from, 2 or more
   */
  public static ContextOrderer bm25Chunk(int bufferSize) {
    return new Bm25Chunk(bufferSize, false);
  }

  /**
   * Returns Bm25Chunk as its authors' code has it: what does not fit of a context's last document
   * goes back into the buffer as another document with the same words, and stands in the context
   * that it is nearest in, or begins one; every token stands once. The order says where contexts
   * are cut: for {@link Boundary#SPLIT}, and neither within another order nor with near duplicates
   * kept apart, {@code maxDocuments} or {@code weightBy}.
   */
  public static ContextOrderer bm25ChunkReturning(int bufferSize) {
    return new Bm25Chunk(bufferSize, true);
  }

  /** Returns {@link #splice(int)} with a breadth of 1, its authors' usual one. */
  public static ContextOrderer splice() {
    return splice(1);
  }

  /**
   * Returns the order of SPLiCe (Staniszewski et al., AAAI 2025, arXiv 2312.17296): a context is a
   * tree of retrieved documents.
   *
   * <ol>
   *   <li>Begin a context with a root that is drawn, by the run's seed, from the documents that are
   *       left.
   *   <li>Breadth first: of each document found, the {@code breadth} nearest of its neighbours that
   *       are left are found next, until the context is full.
   *   <li>They stand in the order in which they were found; then comes a new root.
   * </ol>
   *
   * <p>Differs from the paper's algorithm 1, for the sake of every token: where a tree ends before
   * the context is full, another root is drawn; and the next context begins with what does not fit
   * of a context's last document, which the paper and {@link #spliceTrimmed} trim.
   *
   * @param breadth 1 or more
   */
  public static ContextOrderer splice(int breadth) {
    return new SpliceOrder(breadth, Arrangement.IDENTITY, false);
  }

  /** Returns {@link #splice(int)} with the documents of a context the other way round. */
  public static ContextOrderer spliceReversed(int breadth) {
    return new SpliceOrder(breadth, Arrangement.REVERSE, false);
  }

  /** Returns {@link #splice(int)} with the documents of a context at random, by the seed. */
  public static ContextOrderer spliceShuffled(int breadth) {
    return new SpliceOrder(breadth, Arrangement.SHUFFLE, false);
  }

  /**
   * Returns {@link #splice(int)} with the paper's cut: what does not fit of a context's last
   * document stands nowhere, and the report counts it ({@link
   * PackingReport.Contexts#tailTokensDropped}). It goes with what {@link #bm25ChunkReturning} does.
   */
  public static ContextOrderer spliceTrimmed(int breadth) {
    return new SpliceOrder(breadth, Arrangement.IDENTITY, true);
  }

  /** Returns {@link #nextLong(int)} with its authors' pieces of 2,048 characters. */
  public static ContextOrderer nextLong() {
    return nextLong(PIECE);
  }

  /**
   * Returns an order after NExtLong (Gao et al., ICML 2025, arXiv 2501.12766) in which every token
   * stands once: what belongs together stands far apart, with similar text of other documents
   * between, so that a model has to look far back and must not be misled by what is near.
   *
   * <ol>
   *   <li>Every document is cut at line ends into pieces of at most {@code characters}; what is
   *       embedded and compared are pieces.
   *   <li>Begin a context with the first piece of the longest document that is left and fits into
   *       it. The room that the document leaves is divided equally between its pieces.
   *   <li>Behind a piece stand, whole, the documents that have the pieces most similar to it, of
   *       those that are left, until its share of the room is used, to within half of it; then
   *       comes the next piece of the long document.
   *   <li>Behind its last piece the context is filled up; what does not fit of the last document is
   *       what the next context has before, or behind, its own first piece.
   * </ol>
   *
   * <p>A document that is longer than a context is not spread. A separator stands behind each
   * stretch of a document. How the most similar pieces are found stands in docs/orders.md.
   *
   * <p>Needs an embedder, near duplicates that are kept, and {@link Boundary#SPLIT}; {@link
   * PackingReport.Neighbours} and {@link PackingReport.Duplicates} count pieces then.
   *
   * @param characters of a piece (code points, line ends not counted), 1 or more; a line that is
   *     longer is not cut
   */
  public static ContextOrderer nextLong(int characters) {
    return new NextLong(characters, false);
  }

  /**
   * Returns NExtLong as in the paper, which <b>repeats pieces and leaves others out</b>: each
   * context extends a document that is drawn by the run's seed, each at most once; behind each of
   * its pieces stand the pieces of other documents that are most similar to it, none twice in one
   * context, until its share of the room is used. It ends when there are as many contexts as the
   * corpus fills. All else is as in {@link #nextLong(int)}.
   *
   * @param characters of a piece, 1 or more
   */
  public static ContextOrderer nextLongRepeating(int characters) {
    return new NextLong(characters, true);
  }

  /**
   * Returns the order of groups that share a keyword, after Quest (Gao et al., ICLR 2025, arXiv
   * 2405.19846): what people look for with one word is related, but less redundant than nearest
   * documents are.
   *
   * <ol>
   *   <li>A document's keyword is the strongest of its words that are in at least as many documents
   *       as fill a context, or else in two; a document without one is a group of its own.
   *   <li>The documents of a group stand at random, by the run's seed.
   *   <li>Groups stand in the {@link #cohesive} order, as those of {@link #byKey}.
   * </ol>
   *
   * <p>Quest takes the keywords of predicted queries, and draws groups and documents; here each
   * document stands once. Needs vectors made of words ({@link Embedders#lexical}).
   */
  public static ContextOrderer keywords() {
    return new KeywordGroups();
  }

  /** Returns {@link #path(int)} with groups by the first folder. */
  public static ContextOrderer path() {
    return path(1);
  }

  /**
   * Returns the order of files in their folders, for code and documentation whose ids are paths
   * with {@code /}: a repository fills a context as its authors arranged it, which is how contexts
   * of code are made by SPLiCe (for repositories), DeepSeek-Coder and StarCoder 2.
   *
   * <ol>
   *   <li>Documents whose ids begin with the same {@code depth} folders form a group: a repository.
   *   <li>In a group, a folder's own files come before its folders, both by name; runs of digits
   *       count by their value ({@code chapter2} before {@code chapter10}), all else by UTF-16.
   *   <li>Groups stand in the {@link #cohesive} order, as those of {@link #byKey}.
   * </ol>
   *
   * @param depth 1 or more
   */
  public static ContextOrderer path(int depth) {
    return new PathOrder(depth);
  }

  /**
   * Returns the order of files of code behind those that they import, as in the contexts of
   * DeepSeek-Coder (arXiv 2401.14196): what a file uses stands before it. Documents whose ids begin
   * with the same {@code depth} folders are a repository, and repositories stand as groups of
   * {@link #path(int)} do. Of the files all of whose imports in their repository stand, the next is
   * the one that is first by {@link #path}; where files import each other around a cycle, the one
   * of which the fewest are missing. Java, Python, JavaScript and TypeScript, Go, C and C++ by the
   * ends of the files' names; what is no code imports nothing. How imports are found, and which
   * files they mean, stands in docs/orders.md. Goes by texts, so not with a {@link CorpusIndex}.
   *
   * @param depth 0, if all documents (of a group) are of one repository, or more
   */
  public static ContextOrderer imports(int depth) {
    return ImportsOrder.ofIds(depth);
  }

  /**
   * Returns {@link #imports(int)} of one repository with paths that are metadata: to be used within
   * {@link #byKey}, or with {@link dev.icp.settings.TakesSettings#groupBy}.
   *
   * @param field the name of the paths; a document without it has its id
   * @throws IllegalArgumentException if it is blank
   */
  public static ContextOrderer importsBy(String field) {
    return ImportsOrder.ofField(Objects.requireNonNull(field, "field"));
  }

  /**
   * Returns the order of groups that share a value of their metadata, as the files of a repository
   * or the answers to a question do: a group stands together, in an order of its own, and groups
   * stand in the {@link #cohesive} order, two being as similar as the mean of their pairs, so that
   * what small ones share a context with is related. Contexts end where they are full, not where
   * groups do; to keep groups apart there is {@link dev.icp.settings.TakesSettings#groupBy}. A
   * document without the value is a group of its own. Packing refuses a corpus in which no document
   * has it.
   *
   * @param key a name of {@linkplain Document#metadata the documents' metadata}
   * @param within the order within a group; neighbours are those within it
   * @throws IllegalArgumentException if the name is blank, or the order goes by pieces or cuts
   */
  public static ContextOrderer byKey(String key, ContextOrderer within) {
    return new KeyGroups(
        Objects.requireNonNull(key, "key"), Objects.requireNonNull(within, "within"));
  }

  /**
   * Returns an order in which contexts choose from fewer documents: they are dealt at random, by
   * the run's seed, to groups of about {@code documents}, and each group is ordered by itself, with
   * the neighbours that its documents have among each other. A dial between {@link #random} and the
   * order given; needs vectors.
   *
   * @param documents 2 or more
   */
  public static ContextOrderer among(int documents, ContextOrderer orderer) {
    return new OrderAmong(documents, Objects.requireNonNull(orderer, "orderer"));
  }

  /**
   * Returns an order with less redundancy in its contexts, by maximal marginal relevance (Carbonell
   * and Goldstein, SIGIR 1998). A context is begun with the first document of the order that is not
   * placed yet and filled from the next ones, as many as fill four contexts, at least 64 and at
   * most 4,096: always with the one that has the highest (1 − diversity) · mean cosine with the
   * documents of the context − diversity · highest cosine with one of them. Equals resolve to the
   * one that is first in the order. A near duplicate of one that is there then waits for a later
   * context. Needs vectors.
   *
   * @param diversity 0, which leaves the order as it is, to 1
   * @throws IllegalArgumentException if it is not
   */
  public static ContextOrderer diverse(double diversity, ContextOrderer orderer) {
    return new DiverseOrder(diversity, Objects.requireNonNull(orderer, "orderer"));
  }

  /**
   * Returns an order of shares: documents are drawn by the run's seed until each share has its part
   * of all tokens, separators included, to within one document; each is ordered by itself, with the
   * neighbours that its documents have among each other. Each document stands once.
   *
   * @param shares orders and their shares, each above 0, that add up to 1; along the path in the
   *     order of the map
   * @throws IllegalArgumentException if the shares are wrong
   */
  public static ContextOrderer mix(Map<ContextOrderer, Double> shares) {
    List<Share> list = new ArrayList<>();
    shares.forEach((orderer, share) -> list.add(new Share(orderer, share)));
    return new MixedOrder(list);
  }

  /**
   * Returns a mix by its names, as in {@code related:0.7,random:0.3}.
   *
   * @param shares names that {@link #byName} knows, or {@code related}, each with its share
   * @param related the order that {@code related} stands for
   * @throws IllegalArgumentException if that is no mix, or the shares are wrong
   */
  public static ContextOrderer mix(String shares, ContextOrderer related) {
    return OrderNames.mix(shares, related);
  }

  /** Returns the names that {@link #byName} knows without a setting. */
  public static List<String> names() {
    return OrderNames.NAMES;
  }

  /**
   * Returns an order by its name.
   *
   * @param name {@code cohesive}, {@code paper} ({@link #greedyPath}), {@code reference} ({@link
   *     #referenceCode}), {@code bm25chunk} or with a size of the buffer as in {@code
   *     bm25chunk:4096} or {@code bm25chunk:4096:returns}, {@code splice} or with its breadth, how
   *     documents stand in a context and the paper's cut, as in {@code splice:3}, {@code
   *     splice:3:reverse}, {@code splice:3:shuffle} or {@code splice:3:reverse:trims}, {@code
   *     nextlong} or with the characters of a piece and whether pieces stand again and again, as in
   *     {@code nextlong:1024} or {@code nextlong:2048:repeats}, {@code keywords}, {@code path} or
   *     with how many folders make a group as in {@code path:2}, {@code imports} likewise, or with
   *     the metadata that has the paths as in {@code imports:path}, {@code key:} with a name of the
   *     metadata and the order within its groups (cohesive without one), as in {@code key:repo} or
   *     {@code key:repo:path}, {@code nearest-with-repeats}, {@code input} or {@code random}
   * @throws IllegalArgumentException naming the known ones if there is no such order, or saying
   *     what is wrong with its setting
   */
  public static ContextOrderer byName(String name) {
    return OrderNames.order(name);
  }
}
