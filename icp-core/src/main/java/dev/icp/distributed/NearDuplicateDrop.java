package dev.icp.distributed;

import dev.icp.internal.neighbours.duplicates.NearDuplicateFilter;
import dev.icp.spi.Vectors;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides which near duplicates go, as {@link dev.icp.NearDuplicates#drop} does, where nothing but
 * the near duplicates in the neighbour lists is at hand, and the vectors of the few documents whose
 * lists are full of them.
 *
 * @param dropped the ordinals of those that go, ascending
 * @param keepers for each of them the most similar document that stays
 * @param cosines their cosines
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NearDuplicateDrop(int[] dropped, int[] keepers, float[] cosines) {
  /**
   * Decides; of those that are near each other the first stays.
   *
   * @param lists of all documents
   * @param threshold see {@link dev.icp.NearDuplicates#threshold}
   * @param vectors those of {@link NearDuplicateLists#full}, in this order; null if they are not
   *     known, and then more searches may be needed
   * @param search finds the near duplicates among some of the documents, ascending, renumbered. The
   *     last time it is asked it is for those that stay, who then have none; it is not asked if
   *     there are none at all
   */
  public static NearDuplicateDrop decide(
      NearDuplicateLists lists,
      float threshold,
      @Nullable Vectors vectors,
      Function<int[], NearDuplicateLists> search) {
    Known known = new Known(vectors == null ? new int[0] : lists.full(), vectors);
    NearDuplicateFilter.Result result =
        new NearDuplicateFilter(lists.graph(), threshold, known, ordinals -> {})
            .filter(some -> search.apply(some).graph());
    return new NearDuplicateDrop(result.dropped(), result.keepers(), result.cosines());
  }

  /** Cosines of some documents; of the others, lists say which are near duplicates. */
  private record Known(int[] ordinals, @Nullable Vectors vectors) implements Vectors {
    @Override
    public int size() {
      return ordinals.length;
    }

    @Override
    public float cosine(int a, int b) {
      int first = Arrays.binarySearch(ordinals, a);
      int second = Arrays.binarySearch(ordinals, b);
      return vectors == null || first < 0 || second < 0 ? -1 : vectors.cosine(first, second);
    }

    @Override
    public Vectors subset(int[] some) {
      throw new UnsupportedOperationException("subset");
    }
  }
}
