package dev.icp.lucene;

import java.io.IOException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Tells lists of every score that is computed: while a graph is built, most neighbours are seen by
 * the way.
 */
record CollectingScorers(RandomVectorScorerSupplier scorers, CollectedLists lists)
    implements RandomVectorScorerSupplier {

  @Override
  public UpdateableRandomVectorScorer scorer() throws IOException {
    return new Scorer(scorers.scorer(), lists);
  }

  @Override
  public RandomVectorScorerSupplier copy() throws IOException {
    return new CollectingScorers(scorers.copy(), lists);
  }

  private static final class Scorer implements UpdateableRandomVectorScorer {
    private final UpdateableRandomVectorScorer scorer;
    private final CollectedLists lists;
    private int current;

    Scorer(UpdateableRandomVectorScorer scorer, CollectedLists lists) {
      this.scorer = scorer;
      this.lists = lists;
    }

    @Override
    public void setScoringOrdinal(int node) throws IOException {
      scorer.setScoringOrdinal(node);
      current = node;
    }

    @Override
    public float score(int node) throws IOException {
      float score = scorer.score(node);
      lists.offerBoth(current, node, score);
      return score;
    }

    @Override
    public float bulkScore(int[] nodes, float[] scores, int count) throws IOException {
      float most = scorer.bulkScore(nodes, scores, count);
      for (int i = 0; i < count; i++) {
        lists.offerBoth(current, nodes[i], scores[i]);
      }
      return most;
    }

    @Override
    public int maxOrd() {
      return scorer.maxOrd();
    }

    @Override
    public int ordToDoc(int node) {
      return scorer.ordToDoc(node);
    }

    @Override
    public Bits getAcceptOrds(Bits documents) {
      return scorer.getAcceptOrds(documents);
    }
  }
}
