package dev.icp.formats.internal.verify;

import dev.icp.Document;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredText.Parts;
import dev.icp.formats.internal.output.ContentsDigest;
import dev.icp.formats.internal.output.SegmentsReader;
import dev.icp.internal.base.Sha256;
import dev.icp.internal.documents.CorpusFingerprint;
import dev.icp.internal.documents.KeptTexts;
import dev.icp.spi.Tokenizer;
import dev.icp.spi.Tokenizer.Located;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares an output that has passed {@link OutputCheck} with the corpus that it is of: each piece
 * of a document with the tokens of its text, and which documents there are. Pieces are held as a
 * few numbers each, in groups of documents, for each of which the corpus is read once.
 */
public final class CorpusCheck {
  private final OutputManifest manifest;
  private final StoredOutput stored;
  private final Tokenizer tokenizer;
  private final Supplier<Stream<Document>> corpus;
  private final String location;
  private final boolean withTokens;
  private final boolean withTexts;
  private final boolean mayBreakOff;
  private final boolean mayLack;
  private final CorpusFingerprint fingerprint = new CorpusFingerprint();
  private long documents;
  private long tokens;
  private long droppedTokens;
  private long left;

  /**
   * @param stored one of the manifest's outputs, with tokens if there is one
   * @param corpus opens it, in the order in which it was packed
   */
  public CorpusCheck(
      OutputManifest manifest,
      StoredOutput stored,
      Tokenizer tokenizer,
      Supplier<Stream<Document>> corpus) {
    this.manifest = manifest;
    this.stored = stored;
    this.tokenizer = tokenizer;
    this.corpus = corpus;
    location = stored.folder().toString();
    withTokens = !stored.output().tokenType().equals("none");
    withTexts = stored.format().holdsTexts();
    // Orders that repeat documents leave others out.
    mayBreakOff = manifest.settings().repeats() || manifest.settings().mayLeaveOut();
    mayLack = manifest.corpus().documentsSkipped() > 0;
  }

  /**
   * Reads the output and the corpus.
   *
   * @param progress hears how many documents have been read
   * @throws BadOutputException at the first difference
   * @throws IOException if something cannot be read
   */
  public void run(LongConsumer progress) throws IOException {
    requireTokensOf(manifest.settings());
    int groups =
        ExactlyOnce.groups(manifest.counts().documentsPacked() + manifest.counts().contexts());
    // Which documents were skipped is known of one group at a time, their numbers need all.
    // Spark says no fingerprint.
    boolean numbered =
        !manifest.corpus().fingerprint().isEmpty() && (!mayLack || (groups == 1 && !mayBreakOff));
    for (int group = 0; group < groups; group++) {
      PackedPieces pieces = new PackedPieces(group, groups);
      addAll(pieces);
      pieces.sort();
      compare(pieces, group == 0, group == 0 && numbered, progress);
    }
    OutputManifest.Corpus expected = manifest.corpus();
    String manifestFile = stored.root().resolve(OutputManifest.NAME).toString();
    if (left > expected.documentsSkipped() && !mayBreakOff) {
      throw new BadOutputException(
          manifestFile,
          expected.documentsSkipped() + " documents skipped, and " + left + " stand nowhere");
    }
    // Of those that stand nowhere nobody knows then which were skipped, and which were not reached.
    if (!mayLack || !mayBreakOff) {
      requireSame(manifestFile, "documents", expected.documents(), documents);
      requireSame(manifestFile, "tokens of documents", expected.tokens(), tokens);
    }
    requireSame(
        manifestFile,
        "tokens of near duplicates",
        manifest.counts().nearDuplicateTokens(),
        droppedTokens);
    if (numbered && !fingerprint.toString().equals(expected.fingerprint())) {
      throw new BadOutputException(
          manifestFile,
          "the fingerprint of another corpus, or of the same documents in another order");
    }
  }

  /** The tokens that the manifest tells of are those of the tokenizer. */
  private void requireTokensOf(OutputManifest.Settings settings) throws BadOutputException {
    String file = stored.root().resolve(OutputManifest.NAME).toString();
    requireSame(file, "ids", settings.vocabularySize(), tokenizer.vocabularySize());
    requireWritten(file, "separator", settings.separator(), settings.separatorText());
    requireWritten(file, "begin token", settings.beginToken(), settings.beginText());
    requireWritten(file, "padding token", settings.paddingToken(), settings.paddingText());
  }

  private void requireWritten(String file, String what, int token, String said)
      throws BadOutputException {
    boolean known = token >= 0 && token < tokenizer.vocabularySize();
    String written = known ? tokenizer.tokenText(token) : "";
    if (!written.equals(said)) {
      throw new BadOutputException(
          file, what + " \"" + said + "\", the tokenizer writes \"" + written + "\"");
    }
  }

  private static void requireSame(String file, String what, long said, long found)
      throws BadOutputException {
    if (said != found) {
      throw new BadOutputException(file, said + " " + what + ", expected " + found);
    }
  }

  private void addAll(PackedPieces pieces) throws IOException {
    try (SegmentsReader segments = new SegmentsReader(stored, index -> withTokens);
        @Nullable OutputTokens beside =
            (withTokens || withTexts) && !stored.format().holdsSegments()
                ? new OutputTokens(stored, manifest)
                : null) {
      for (Context context = segments.read(); context != null; context = segments.read()) {
        StoredContext found = beside == null ? null : beside.context(context.index());
        Parts texts = found == null || found.text() == null ? null : found.text().parts();
        int[] ids = found == null ? context.tokens() : found.tokens();
        for (int p = 0; p < context.pieces().size(); p++) {
          Piece piece = context.pieces().get(p);
          long document = ContentsDigest.hash(piece.id());
          if (!pieces.isOfGroup(document)) {
            continue;
          }
          pieces.add(
              document,
              piece.from(),
              piece.to(),
              texts != null
                  ? ContentsDigest.hash(texts.pieces().get(p))
                  : ids == null
                      ? 0
                      : PackedPieces.sum(ids, piece.at(), piece.length(), piece.from()),
              PackedPieces.sum(piece.metadata()));
        }
      }
    }
    DroppedIds.forEach(
        stored.root(), manifest, (id, kept) -> pieces.addDropped(ContentsDigest.hash(id)));
  }

  private void compare(PackedPieces pieces, boolean first, boolean numbered, LongConsumer progress)
      throws IOException {
    long read = 0;
    int ordinal = 0;
    try (Stream<Document> stream = corpus.get()) {
      for (Iterator<Document> each = stream.iterator(); each.hasNext(); ) {
        Document document = each.next();
        long hash = ContentsDigest.hash(document.id());
        boolean packed = !pieces.isOfGroup(hash) || compare(document, pieces, pieces.find(hash));
        if (numbered && packed) {
          byte[] text = Sha256.of(document.text().getBytes(StandardCharsets.UTF_8));
          fingerprint.add(ordinal++, List.of(document), List.of(text));
        }
        if (first) {
          progress.accept(++read);
        }
      }
    }
    long missing = pieces.unseen();
    if (missing >= 0) {
      throw new BadOutputException(
          location, "document \"" + idOf(pieces.hash((int) missing)) + "\" is not in the corpus");
    }
  }

  /** Returns whether it is one that was packed. */
  private boolean compare(Document document, PackedPieces pieces, int at)
      throws BadOutputException {
    String id = document.id();
    if (at < 0 || !pieces.see(at)) {
      if (mayLack) {
        left++;
        return false;
      }
      if (at >= 0) {
        throw bad(id, "is in the corpus twice");
      }
      if (!mayBreakOff) {
        throw bad(id, "of the corpus stands in no context and was not dropped");
      }
    }
    Located located = located(document);
    int[] encoded = located.tokens();
    documents++;
    tokens += encoded.length;
    int end = -1;
    long metadata = PackedPieces.sum(document.metadata());
    // What of a document became metadata, the output of a library's user does not say.
    boolean told = !manifest.command().isEmpty() || !document.metadata().isEmpty();
    for (int p = at; p >= 0 && pieces.isOf(p, at); p++) {
      if (pieces.isDropped(p)) {
        droppedTokens += encoded.length;
        end = encoded.length;
        continue;
      }
      int from = pieces.from(p);
      int to = pieces.to(p);
      if (to > encoded.length
          || (withTokens && PackedPieces.sum(encoded, from, to - from, from) != pieces.sum(p))) {
        throw bad(id, "tokens " + from + " to " + to + " are not those of its text");
      }
      if (withTexts
          && ContentsDigest.hash(KeptTexts.piece(document.text(), located.ends(), from, to))
              != pieces.sum(p)) {
        throw bad(id, "the text of its tokens " + from + " to " + to + " is another one");
      }
      if (told && metadata != pieces.metadataSum(p)) {
        throw bad(id, "has other metadata than in the corpus, where it has " + document.metadata());
      }
      end = Math.max(end, to);
    }
    if (end < encoded.length && !mayBreakOff) {
      throw bad(id, "ends at token " + end + ", its text has " + encoded.length);
    }
    return true;
  }

  /** Returns the tokens of a document, and where they end if there are texts. */
  private Located located(Document document) throws BadOutputException {
    String text = document.text();
    try {
      if (!withTexts) {
        return new Located(tokenizer.encode(text), new int[0]);
      }
      Located located = tokenizer.locate(text);
      int[] ends = KeptTexts.aligned(text, located);
      if (ends == null) {
        throw new IllegalArgumentException("the tokenizer says of tokens that they end nowhere");
      }
      return new Located(located.tokens(), ends);
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(
          location, "document \"" + document.id() + "\" of the corpus: " + e.getMessage(), e);
    }
  }

  private BadOutputException bad(String id, String reason) {
    return new BadOutputException(location, "document \"" + id + "\" " + reason);
  }

  private String idOf(long hash) throws IOException {
    try (SegmentsReader segments = new SegmentsReader(stored, index -> false)) {
      for (Context context = segments.read(); context != null; context = segments.read()) {
        for (Piece piece : context.pieces()) {
          if (ContentsDigest.hash(piece.id()) == hash) {
            return piece.id();
          }
        }
      }
    }
    String[] found = {""};
    DroppedIds.forEach(
        stored.root(),
        manifest,
        (id, kept) -> found[0] = ContentsDigest.hash(id) == hash ? id : found[0]);
    return found[0];
  }
}
