package dev.icp.lucene;

import dev.icp.contract.TokenizerContract;
import dev.icp.spi.Tokenizer;
import org.junit.jupiter.api.Nested;

/** Tokenizers of each kind keep the contract of all tokenizers. */
class HuggingFaceTokenizersContractTest {
  @Nested
  class ByteLevelBpe extends TokenizerContract {
    @Override
    protected Tokenizer tokenizer() {
      return TestTokenizers.load("bpe");
    }

    @Override
    protected boolean lossless() {
      return true;
    }
  }

  @Nested
  class ThatWouldTruncate extends TokenizerContract {
    @Override
    protected Tokenizer tokenizer() {
      return TestTokenizers.load("bpe-truncating");
    }

    @Override
    protected boolean lossless() {
      return true;
    }
  }

  @Nested
  class WordPiece extends TokenizerContract {
    @Override
    protected Tokenizer tokenizer() {
      return TestTokenizers.load("wordpiece");
    }

    @Override
    protected boolean lossless() {
      return false;
    }
  }

  @Nested
  class Unigram extends TokenizerContract {
    @Override
    protected Tokenizer tokenizer() {
      return TestTokenizers.load("unigram");
    }

    @Override
    protected boolean lossless() {
      return false;
    }
  }
}
