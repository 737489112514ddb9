package dev.icp.spi;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Compares each vector with each: what the contract of all indexes is tried on. */
final class BruteForceIndex<V extends Vectors> implements NeighbourIndex<V> {
  @Override
  public NeighbourGraph neighbours(V vectors, int k, StageContext context) {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(vectors.size(), k);
    context.forEach(
        vectors.size(),
        i -> {
          float[] all = new float[vectors.size()];
          for (int j = 0; j < all.length; j++) {
            all[j] = vectors.cosine(i, j);
          }
          int[] nearest =
              IntStream.range(0, all.length)
                  .filter(j -> j != i)
                  .boxed()
                  .sorted(Comparator.comparingDouble(j -> -all[j]))
                  .limit(k)
                  .mapToInt(j -> j)
                  .toArray();
          float[] cosines = new float[nearest.length];
          for (int r = 0; r < nearest.length; r++) {
            cosines[r] = all[nearest[r]];
          }
          graph.set(i, nearest, cosines, nearest.length);
        });
    return graph.build();
  }

  @Override
  public String fingerprint() {
    return "brute force";
  }
}
