package dev.icp.internal.documents;

import dev.icp.BadDocumentException;
import dev.icp.Document;
import dev.icp.internal.base.Sha256;
import dev.icp.internal.base.Workers;
import dev.icp.internal.documents.KnownDocuments.Carried;
import dev.icp.internal.documents.SeenIds.DuplicateIdException;
import dev.icp.spi.DocumentParts.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a corpus once. The calling thread pulls the documents, checks them and gives them ordinals;
 * the workers find out which of them have the text of an earlier one, and hand them on in batches,
 * to be tokenized and embedded. Only a few batches are under way at a time, so the texts in memory
 * do not grow with the corpus.
 */
public final class ReadingPass {
  private static final int BATCH_DOCUMENTS = 256;
  private static final int BATCH_CHARS = 1 << 18;
  private static final int BATCHES_PER_THREAD = 3;

  private final IdStore ids;
  private final SeenIds seen;
  private final Consumer<Document> accepted;
  private final TextSink sink;
  private final CorpusFingerprint fingerprint;
  private final BiConsumer<List<Document>, List<byte[]>> inOrder;
  private final Function<Document, @Nullable String> reasonAgainst;
  private final Consumer<BadDocumentException> onBadDocument;
  private final Workers workers;
  private final LongConsumer progress;
  private final Semaphore room;
  private final int roomInAll;
  private final ExactCopies copies = new ExactCopies();

  private List<Document> batch = new ArrayList<>();
  private long batchChars;
  private long position;
  private int documents;
  private int firstFailed = Integer.MAX_VALUE;
  private volatile @Nullable Throwable failure;
  private long done;

  /**
   * @param seen knows the ids
   * @param accepted gets each document that is not bad, in order, from the calling thread
   * @param sink gets the texts
   * @param fingerprint gets the documents
   * @param inOrder gets documents and the SHA-256 of their texts in order, before their texts go
   *     elsewhere
   * @param reasonAgainst says of a document why it is not wanted; null if it is
   * @param onBadDocument gets each bad document; returning skips it, throwing ends the pass
   * @param progress gets the number of documents done
   */
  public ReadingPass(
      IdStore ids,
      SeenIds seen,
      Consumer<Document> accepted,
      TextSink sink,
      CorpusFingerprint fingerprint,
      BiConsumer<List<Document>, List<byte[]>> inOrder,
      Function<Document, @Nullable String> reasonAgainst,
      Consumer<BadDocumentException> onBadDocument,
      Workers workers,
      LongConsumer progress) {
    this.ids = ids;
    this.seen = seen;
    this.accepted = accepted;
    this.sink = sink;
    this.fingerprint = fingerprint;
    this.inOrder = inOrder;
    this.reasonAgainst = reasonAgainst;
    this.onBadDocument = onBadDocument;
    this.workers = workers;
    this.progress = progress;
    roomInAll =
        (int)
            Math.min(
                Integer.MAX_VALUE, (long) BATCHES_PER_THREAD * BATCH_CHARS * workers.threads());
    room = new Semaphore(roomInAll);
  }

  /** Reads all documents; returns when all have been handed on. */
  public void read(Iterator<Document> corpus) {
    read(() -> readOn(corpus));
  }

  /** The same, but for those that are known. */
  public void read(Iterator<? extends Part> parts, KnownDocuments known) {
    read(
        () -> {
          while (failure == null && parts.hasNext()) {
            Part part = parts.next();
            int first = documents;
            long before = position - documents;
            long numbered = seen.numbered();
            Carried carried = known.skip(part, seen);
            if (carried != null) {
              submit();
              carry(carried, known);
            }
            readOn(part);
            boolean whole = position - documents == before && seen.numbered() == numbered;
            known.read(part, first, documents - first, whole);
          }
        });
  }

  private void read(Runnable all) {
    try {
      all.run();
      submit();
    } finally {
      // Not interruptible: the workers still use the stores that the caller is about to close.
      room.acquireUninterruptibly(roomInAll);
    }
    Workers.rethrow(failure);
    ids.seal();
    copies.seal();
  }

  private void readOn(Iterator<Document> corpus) {
    for (; failure == null && corpus.hasNext(); position++) {
      Document document = corpus.next();
      if (document == null) {
        throw new NullPointerException("document " + position + " of the corpus is null");
      }
      Document good = accept(document, position);
      if (good != null) {
        add(good);
      }
    }
  }

  /** Takes known documents over, when all batches in front have looked for copies. */
  private synchronized void carry(Carried carried, KnownDocuments known) {
    int first = documents;
    awaitOriginals(first);
    if (failure != null) {
      return;
    }
    if (first > Integer.MAX_VALUE - carried.count()) {
      throw tooMany();
    }
    List<Document> some = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    for (int taken = 0; taken < carried.count(); taken += some.size()) {
      some.clear();
      hashes.clear();
      for (int i = taken; i < carried.count() && some.size() < BATCH_DOCUMENTS; i++) {
        Document document = known.document(carried.from() + i);
        byte[] hash = known.hash(carried.from() + i);
        seen.addKnown(document.id(), hash);
        accepted.accept(document);
        copies.add(hash);
        some.add(document);
        hashes.add(hash);
      }
      fingerprint.add(first + taken, some, hashes);
    }
    known.carry(carried, first);
    documents += carried.count();
    position += carried.count();
    done += carried.count();
    progress.accept(done);
  }

  /** Waits for the batches in front; if one of them fails, for no longer. */
  private synchronized void awaitOriginals(int first) {
    try {
      while (copies.size() < first && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while reading", e);
  }

  private static IllegalStateException tooMany() {
    return new IllegalStateException("more than " + Integer.MAX_VALUE + " documents in one corpus");
  }

  /** Returns how many documents had the very text of an earlier one. */
  public int exactCopies() {
    return copies.count();
  }

  private @Nullable Document accept(Document document, long position) {
    String reason = reasonToRefuse(document);
    if (reason == null) {
      try {
        return seen.add(document);
      } catch (DuplicateIdException e) {
        reason = String.valueOf(e.getMessage());
      }
    }
    onBadDocument.accept(new BadDocumentException(position, document.id(), reason));
    return null;
  }

  private @Nullable String reasonToRefuse(Document document) {
    int lone = loneSurrogate(document.id());
    if (lone >= 0) {
      return "the id has a lone surrogate at character " + lone + ", which has no UTF-8";
    }
    lone = loneSurrogate(document.text());
    if (lone >= 0) {
      return "the text has a lone surrogate at character " + lone + ", which has no UTF-8";
    }
    String unwanted = reasonAgainst.apply(document);
    if (unwanted != null) {
      return unwanted;
    }
    if (documents == Integer.MAX_VALUE) {
      throw tooMany();
    }
    return null;
  }

  /** Returns where the first surrogate without its pair stands; −1 for none. */
  private static int loneSurrogate(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == length || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private void add(Document document) {
    int chars = document.text().length();
    if (!batch.isEmpty() && (batch.size() == BATCH_DOCUMENTS || batchChars + chars > BATCH_CHARS)) {
      submit();
    }
    batch.add(document);
    accepted.accept(document);
    batchChars += chars;
    documents++;
  }

  private void submit() {
    if (batch.isEmpty()) {
      return;
    }
    List<Document> submitted = batch;
    int first = documents - submitted.size();
    int permits = (int) Math.max(1, Math.min(roomInAll, batchChars));
    batch = new ArrayList<>();
    batchChars = 0;
    try {
      room.acquire(permits);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    boolean handedOver = false;
    try {
      workers.execute(() -> run(first, submitted, permits));
      handedOver = true;
    } finally {
      if (!handedOver) {
        // There was no thread to be had: waiting for the batch to end would take for ever.
        room.release(permits);
      }
    }
  }

  private void run(int first, List<Document> submitted, int permits) {
    try {
      if (!failedBefore(first)) {
        process(first, submitted);
      }
    } catch (Throwable e) {
      fail(first, e);
    } finally {
      room.release(permits);
    }
  }

  private void process(int first, List<Document> submitted) throws InterruptedException {
    List<String> texts = submitted.stream().map(Document::text).toList();
    List<byte[]> hashes =
        texts.stream().map(text -> Sha256.of(text.getBytes(StandardCharsets.UTF_8))).toList();
    int[] originals = originals(first, submitted, hashes);
    if (originals == null) {
      return;
    }
    sink.add(first, texts, originals);
    fingerprint.add(first, submitted, hashes);
    synchronized (this) {
      done += texts.size();
      progress.accept(done);
    }
  }

  /**
   * Looks for copies, and tells who wants to know them in order, when all batches in front have
   * done so, which started before this one; null if one of them failed.
   */
  private synchronized int @Nullable [] originals(
      int first, List<Document> submitted, List<byte[]> hashes) throws InterruptedException {
    while (copies.size() < first && !failedBefore(first)) {
      wait();
    }
    if (failedBefore(first)) {
      return null;
    }
    int[] originals = hashes.stream().mapToInt(copies::add).toArray();
    inOrder.accept(submitted, hashes);
    notifyAll();
    return originals;
  }

  /** A batch in front of the failed one still runs: it may fail as well, and is named then. */
  private synchronized boolean failedBefore(int first) {
    return firstFailed < first;
  }

  private synchronized void fail(int first, Throwable e) {
    if (first < firstFailed) {
      firstFailed = first;
      failure = e;
      notifyAll();
    }
  }
}
