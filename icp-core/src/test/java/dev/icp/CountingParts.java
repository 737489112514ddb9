package dev.icp;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** A tokenizer, embedder, index and orderer that count what they are asked for. */
final class CountingParts {
  final AtomicInteger tokenized = new AtomicInteger();
  final AtomicInteger embedded = new AtomicInteger();
  final AtomicInteger searched = new AtomicInteger();
  final AtomicInteger ordered = new AtomicInteger();

  final class CountingTokenizer implements Tokenizer {
    private final Tokenizer bytes = Tokenizers.utf8Bytes();
    private final String name;

    CountingTokenizer(String name) {
      this.name = name;
    }

    @Override
    public int[] encode(String text) {
      tokenized.incrementAndGet();
      return bytes.encode(text);
    }

    @Override
    public Located locate(String text) {
      if (!text.isEmpty()) {
        tokenized.incrementAndGet();
      }
      return bytes.locate(text);
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
    public String fingerprint() {
      return name;
    }
  }

  final class CountingEmbedder implements Embedder<SparseVectors> {
    private final Embedder<SparseVectors> lexical = Embedders.lexical();

    @Override
    public EmbeddingSession<SparseVectors> open(StageContext context) {
      EmbeddingSession<SparseVectors> session = lexical.open(context);
      return new EmbeddingSession<>() {
        @Override
        public void add(int firstOrdinal, List<String> texts) {
          embedded.addAndGet(texts.size());
          session.add(firstOrdinal, texts);
        }

        @Override
        public SparseVectors finish() {
          return session.finish();
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }

    @Override
    public String fingerprint() {
      return lexical.fingerprint();
    }
  }

  record GivenEmbedder(DenseVectors vectors) implements Embedder<DenseVectors> {
    @Override
    public EmbeddingSession<DenseVectors> open(StageContext context) {
      return new EmbeddingSession<>() {
        @Override
        public void add(int firstOrdinal, List<String> texts) {}

        @Override
        public DenseVectors finish() {
          return vectors;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String fingerprint() {
      return "given";
    }
  }

  final class CountingIndex implements NeighbourIndex<SparseVectors> {
    private final NeighbourIndex<SparseVectors> index = NeighbourIndexes.exactSparse();

    @Override
    public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
      searched.incrementAndGet();
      return index.neighbours(vectors, k, context);
    }

    @Override
    public String fingerprint() {
      return index.fingerprint();
    }
  }

  final class CountingOrderer implements ContextOrderer {
    private final ContextOrderer orderer = ContextOrderers.cohesive();
    private final String name;

    CountingOrderer(String name) {
      this.name = name;
    }

    @Override
    public DocumentOrder order(OrderingProblem problem) {
      ordered.incrementAndGet();
      return orderer.order(problem);
    }

    @Override
    public String fingerprint() {
      return name;
    }
  }
}
