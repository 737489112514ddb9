package dev.icp;

import dev.icp.PackingReport.SkippedDocument;
import dev.icp.internal.base.Shown;
import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageKey;
import dev.icp.internal.documents.CorpusFingerprint;
import dev.icp.internal.documents.Groups;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.KeptTexts;
import dev.icp.internal.documents.MetadataStore;
import dev.icp.internal.documents.NoTokens;
import dev.icp.internal.documents.Pieces;
import dev.icp.internal.documents.ReadingPass;
import dev.icp.internal.documents.SeenIds;
import dev.icp.internal.documents.TextSpool;
import dev.icp.internal.documents.TokenIds;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.documents.Tokenizing;
import dev.icp.internal.documents.WrittenTokens;
import dev.icp.internal.vectors.VectorsFile;
import dev.icp.internal.vectors.WordAgreement;
import dev.icp.internal.vectors.WordAgreement.Shared;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.OnFailure;
import dev.icp.spi.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a corpus to its ids, tokens and vectors. Tokens and vectors that an earlier run left are
 * used if they turn out to be of the same corpus. That is known only when all of it has been read,
 * and it may be read only once; so until then the texts wait in a spool. Used once.
 *
 * @param <V> the kind of vectors
 */
final class CorpusReading<V extends Vectors> {
  private static final String TOKENS = "tokens";
  private static final String TOKEN_ENDS = "token-ends";
  private static final String VECTORS = "vectors";

  private final Settings settings;
  private final GraphSource<V> source;
  private final StageRunner stages;
  private final StageFolder kept;
  private final @Nullable IndexReading indexing;
  private final @Nullable EarlierIndex earlier;
  private final CorpusFingerprint fingerprint = new CorpusFingerprint();
  private final WrittenTokens written;
  private final List<SkippedDocument> skipped = new ArrayList<>();
  private final IdStore ids;
  private final SeenIds seen;
  private final MetadataStore metadata;
  private final @Nullable ImportStore imports;
  private final @Nullable Groups groups;

  /** Names that the order goes by and no document had so far. */
  private final Set<String> unseen;

  private boolean anyRead;
  private final WordAgreement agreement;
  private final TextSpool spool;
  private final @Nullable Pieces pieces;
  private final @Nullable KeptTexts texts;
  private TokenStore tokens;
  private @Nullable V vectors;
  private long skippedCount;
  private long exactCopies;

  /** The rest of what results are known by is the corpus. */
  private final StageKey tokensKey;

  private final StageKey vectorsKey;
  private final boolean tokensWait;
  private final boolean vectorsWait;

  /**
   * @param kept where results of an earlier run may be, and those of this one go
   * @param indexing where an index is made; else null
   */
  CorpusReading(
      Settings settings,
      GraphSource<V> source,
      StageRunner stages,
      StageFolder kept,
      @Nullable IndexReading indexing) {
    this.settings = settings;
    this.indexing = indexing;
    earlier = indexing == null ? null : indexing.earlier();
    agreement = earlier == null ? new WordAgreement() : earlier.agreement();
    this.source = source;
    this.stages = stages;
    this.kept = kept;
    written = new WrittenTokens(settings.tokenizer().specialTokens());
    ids = new IdStore(stages.storage());
    seen = new SeenIds(ids, settings.packing().get(PackingSettings.DUPLICATE_IDS));
    metadata = new MetadataStore(stages.storage());
    imports = ImportStore.of(settings, stages.storage());
    String groupBy = settings.packing().get(PackingSettings.GROUP_BY);
    groups = groupBy.isEmpty() ? null : new Groups(groupBy);
    unseen = new LinkedHashSet<>(settings.packing().get(PackingSettings.ORDERER).needsMetadata());
    tokens = new TokenStore(stages.storage());
    spool = new TextSpool(stages.storage());
    tokensKey =
        StageKey.start()
            .with("tokenizer", settings.tokenizer().fingerprint())
            .with("vocabulary", settings.tokenizer().vocabularySize());
    int characters = settings.packing().get(PackingSettings.ORDERER).pieceCharacters();
    pieces = characters > 0 ? new Pieces(characters, settings.tokenizer()) : null;
    vectorsKey =
        pieces == null ? source.vectorsKey() : source.vectorsKey().with("pieces", characters);
    texts = settings.keepsTexts() ? new KeptTexts(stages.storage()) : null;
    // What an earlier index has is there at once.
    tokensWait =
        earlier == null
            && kept.mayHave(TOKENS, tokensKey)
            && (texts == null || kept.mayHave(TOKEN_ENDS, tokensKey));
    vectorsWait = earlier == null && !source.isGiven() && kept.mayHave(VECTORS, vectorsKey);
  }

  /** Reads everything; lets go of it if that fails. */
  ReadCorpus<V> read(Corpus corpus) {
    try {
      readAll(corpus);
      return new ReadCorpus<>(
          settings, source, stages, tokens, texts, ids, metadata, imports, groups, pieces, vectors,
          null, facts());
    } catch (Throwable cause) {
      OnFailure.close(() -> source.close(vectors), cause);
      OnFailure.close(tokens, cause);
      OnFailure.close(texts, cause);
      OnFailure.close(ids, cause);
      OnFailure.close(metadata, cause);
      OnFailure.close(imports, cause);
      throw cause;
    }
  }

  private void readAll(Corpus corpus) {
    try (spool;
        EmbeddingSession<? extends V> session = source.open(stages)) {
      if (earlier != null && session != null) {
        earlier.require(session, source);
      }
      stages.run(
          Stage.READ,
          () -> {
            pass(corpus, session);
            if (groups != null) {
              groups.requireNamed();
            }
            requireSeen();
            findOrFinishTokens();
            if (indexing != null) {
              indexing.keep(kept, StageKey.start().with("corpus", fingerprint), agreement);
            }
            if (pieces != null) {
              pieces.align(tokens, stages);
            }
            return tokens;
          });
      vectors =
          stages.run(
              Stage.EMBED,
              () -> {
                V found = vectorsWait ? findVectors() : null;
                return found != null ? found : finishVectors(session);
              });
    }
  }

  private void pass(Corpus corpus, @Nullable EmbeddingSession<?> session) {
    Tokenizing tokenizing = new Tokenizing(settings.tokenizer(), tokens, this.texts);
    boolean refuse = settings.packing().get(PackingSettings.REFUSE_SPECIAL_TOKENS);
    ReadingPass pass =
        new ReadingPass(
            ids,
            seen,
            this::note,
            (first, texts, originals) -> {
              if (!refuse && indexing != null) {
                indexing.texts(first, texts, written);
              } else if (!refuse) {
                written.add(texts);
              }
              if (tokensWait || vectorsWait) {
                spool.add(first, texts, originals);
              }
              if (this.texts != null) {
                this.texts.add(first, texts);
              }
              EmbeddingSession<?> now = vectorsWait ? null : session;
              if (earlier != null) {
                earlier.take(first, texts, originals, tokenizing, tokens, now);
                return;
              }
              if (!tokensWait) {
                tokenizing.add(first, texts);
              }
              if (pieces != null) {
                pieces.add(first, texts, now == null ? (piece, some) -> {} : now::add);
              } else if (now != null) {
                now.add(first, texts, originals);
              }
            },
            fingerprint,
            this::next,
            document -> reasonAgainst(document, refuse),
            this::skip,
            stages.workers(),
            done -> stages.progress(done, -1));
    if (indexing != null && corpus.parts() != null) {
      pass.read(corpus.parts().parts(), indexing.known(tokens, written, agreement));
    } else {
      pass.read(corpus.documents().get());
    }
    exactCopies = pass.exactCopies();
  }

  /** Takes the next documents, of whose texts the SHA-256 are known. */
  private void next(List<Document> documents, List<byte[]> hashes) {
    if (!source.weighsWords()) {
      agreement.add(documents, hashes);
    }
    if (indexing != null) {
      indexing.next(documents, hashes);
    }
  }

  /** Refuses an order that goes by what no document has: the name is written wrong. */
  private void requireSeen() {
    if (anyRead) {
      requireSeen(settings, unseen);
    }
  }

  /**
   * @param unseen what no document has of what the order goes by
   */
  static void requireSeen(Settings settings, Set<String> unseen) {
    if (!unseen.isEmpty()) {
      throw new IllegalArgumentException(
          "orderer: "
              + settings.packing().get(PackingSettings.ORDERER)
              + " goes by "
              + unseen.iterator().next()
              + ", which no document has among its metadata");
    }
  }

  private @Nullable String reasonAgainst(Document document, boolean refuse) {
    boolean takesTokens = settings.tokenizer().takesTokens();
    // Who asks for no tokens does not mind what there is.
    if (document.tokenized() != takesTokens && !(settings.tokenizer() instanceof NoTokens)) {
      return takesTokens
          ? "it is a text, and the tokenizer takes documents whose tokens exist already"
          : "it has tokens already: give the tokenizer Tokenizers.ofTokens";
    }
    if (takesTokens) {
      int size = settings.tokenizer().vocabularySize();
      try {
        int beyond = TokenIds.firstFrom(document.text(), size);
        if (beyond >= 0) {
          return "it has token " + beyond + ", and the tokenizer's are below " + size;
        }
      } catch (IllegalArgumentException e) {
        return e.getMessage();
      }
    }
    return refuse ? written.first(document.text()) : null;
  }

  private void note(Document document) {
    Map<String, Object> known = document.metadata();
    metadata.add(known);
    if (imports != null) {
      imports.add(document);
    }
    anyRead = true;
    unseen.removeAll(known.keySet());
    if (groups != null) {
      groups.add(known);
    }
  }

  private void skip(BadDocumentException bad) {
    settings.onBadDocument().accept(bad);
    skippedCount++;
    if (skipped.size() < PackingReport.MAX_SKIPPED_LISTED) {
      skipped.add(
          new SkippedDocument(bad.position(), Shown.kept(bad.id()), Shown.kept(bad.reason())));
    }
  }

  private void findOrFinishTokens() {
    StageKey key = tokensKey.with("corpus", fingerprint);
    if (tokensWait && findTokens(key)) {
      return;
    }
    if (tokensWait) {
      Tokenizing tokenizing = new Tokenizing(settings.tokenizer(), tokens, texts);
      spool.replay(stages, (first, some, originals) -> tokenizing.add(first, some));
    }
    if (!(settings.tokenizer() instanceof NoTokens)) {
      kept.keep(TOKENS, key, tokens::writeTo);
    }
    if (texts != null) {
      kept.keep(TOKEN_ENDS, key, texts.ends()::writeTo);
    }
  }

  private boolean findTokens(StageKey key) {
    TokenStore ends = texts == null ? null : find(TOKEN_ENDS, key);
    TokenStore found = texts != null && ends == null ? null : find(TOKENS, key);
    if (found == null) {
      if (ends != null) {
        ends.close();
      }
      return false;
    }
    tokens.close();
    tokens = found;
    if (texts != null && ends != null) {
      texts.ends(ends);
    }
    return true;
  }

  private @Nullable TokenStore find(String stage, StageKey key) {
    return kept.find(stage, key, in -> TokenStore.readFrom(in, stages.storage()));
  }

  private @Nullable V findVectors() {
    return kept.find(
        VECTORS,
        vectorsKey.with("corpus", fingerprint),
        in -> source.accept(VectorsFile.read(in, stages.storage())));
  }

  private @Nullable V finishVectors(@Nullable EmbeddingSession<? extends V> session) {
    if (session != null && vectorsWait) {
      spool.replay(
          stages,
          (first, texts, originals) -> {
            if (pieces != null) {
              pieces.again(first, texts, session::add);
            } else {
              session.add(first, texts, originals);
            }
          });
    }
    V made =
        session != null && earlier != null
            ? source.accept(
                earlier.carry(
                    Objects.requireNonNull(source.vectors(session, earlier.documents().fresh())),
                    stages))
            : source.vectors(session, pieces == null ? tokens.size() : pieces.size());
    try {
      if (session != null && made != null && VectorsFile.keeps(made)) {
        kept.keep(
            VECTORS,
            vectorsKey.with("corpus", fingerprint),
            output -> VectorsFile.write(made, output));
      }
      return made;
    } catch (Throwable cause) {
      OnFailure.close(() -> source.close(made), cause);
      throw cause;
    }
  }

  private ReadingFacts facts() {
    return new ReadingFacts(
        skippedCount,
        skipped,
        exactCopies,
        fingerprint.toString(),
        written.counts(),
        seen.numbered(),
        seen.dropped(),
        pieces == null ? agreement.with(vectors) : Shared.UNKNOWN);
  }
}
