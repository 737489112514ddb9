package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Groups of documents that share a keyword: see {@link dev.icp.ContextOrderers#keywords}. */
public final class KeywordGroups implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    Vectors vectors = PairedVectors.ofCopies(problem.vectors().orElseThrow());
    if (!(vectors instanceof SparseVectors words)) {
      throw new IllegalArgumentException(
          "the order keywords goes by documents' words, and these vectors are not made of words");
    }
    int[] groups = groups(keywords(words, perContext(problem)));
    List<IntArrayList> members = new ArrayList<>();
    for (int document : Shuffle.permutation(groups.length, problem.context().seed(), "keywords")) {
      while (members.size() <= groups[document]) {
        members.add(new IntArrayList());
      }
      members.get(groups[document]).add(document);
    }
    return Groups.order(problem, groups, members);
  }

  /** Returns how many documents a context holds, on average; at least 2. */
  private static int perContext(OrderingProblem problem) {
    long tokens = 0;
    for (int i = 0; i < problem.size(); i++) {
      tokens += (long) problem.tokens(i) + problem.separatorTokens();
    }
    double mean = Math.max(1, tokens / (double) Math.max(1, problem.size()));
    return (int) Math.max(2, Math.min(problem.size(), Math.ceil(problem.contextLength() / mean)));
  }

  /**
   * Returns each document's keyword: of its terms that are in as many documents as fill a context
   * the one of highest weight, else of those that are in two, else −1.
   */
  private static int[] keywords(SparseVectors words, int enough) {
    int[] frequencies = new int[words.terms()];
    SparseRows row = new SparseRows();
    for (int i = 0; i < words.size(); i++) {
      words.read(i, 1, row);
      for (int t = 0; t < row.start(1); t++) {
        frequencies[row.terms()[t]]++;
      }
    }
    int[] keywords = new int[words.size()];
    for (int i = 0; i < keywords.length; i++) {
      words.read(i, 1, row);
      keywords[i] = strongest(row, frequencies, enough);
      if (keywords[i] < 0) {
        keywords[i] = strongest(row, frequencies, 2);
      }
    }
    return keywords;
  }

  private static int strongest(SparseRows row, int[] frequencies, int enough) {
    int best = -1;
    for (int t = 0; t < row.start(1); t++) {
      if (frequencies[row.terms()[t]] >= enough
          && (best < 0 || row.weights()[t] > row.weights()[best])) {
        best = t;
      }
    }
    return best < 0 ? -1 : row.terms()[best];
  }

  /** Numbers the keywords as they come; a document that has none is a group of its own. */
  private static int[] groups(int[] keywords) {
    Int2IntOpenHashMap numbers = new Int2IntOpenHashMap();
    numbers.defaultReturnValue(-1);
    int[] groups = new int[keywords.length];
    int count = 0;
    for (int i = 0; i < keywords.length; i++) {
      int group = keywords[i] < 0 ? -1 : numbers.get(keywords[i]);
      if (group < 0) {
        group = count++;
        if (keywords[i] >= 0) {
          numbers.put(keywords[i], group);
        }
      }
      groups[i] = group;
    }
    return groups;
  }

  @Override
  public boolean needsVectors() {
    return true;
  }

  @Override
  public boolean needsWords() {
    return true;
  }

  @Override
  public String fingerprint() {
    return "keywords:1";
  }

  @Override
  public String toString() {
    return "keywords";
  }
}
