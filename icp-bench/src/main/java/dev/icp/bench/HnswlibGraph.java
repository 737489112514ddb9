package dev.icp.bench;

import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.NullProgressListener;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/** Hnswlib of jelmerk with a SIMD dot product, which its own distance functions do not have. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record HnswlibGraph(HnswIndex<Integer, float[], Row, Float> index, float[][] rows)
    implements SearchableGraph {

  /** Known to the index by its number. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by number only.
  record Row(Integer id, float[] vector) implements Item<Integer, float[]> {
    @Override
    public int dimensions() {
      return vector.length;
    }
  }

  static HnswlibGraph build(float[][] rows, int connections, int beamWidth, int threads)
      throws IOException {
    HnswIndex<Integer, float[], Row, Float> index =
        HnswIndex.<float[], Float>newBuilder(
                rows[0].length, (a, b) -> 1 - VectorUtil.dotProduct(a, b), rows.length)
            .withM(connections)
            .withEfConstruction(beamWidth)
            .build();
    List<Row> items = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      items.add(new Row(i, rows[i]));
    }
    try {
      index.addAll(items, threads, NullProgressListener.INSTANCE, Integer.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return new HnswlibGraph(index, rows);
  }

  @Override
  public void setWidth(int width) {
    index.setEf(width);
  }

  @Override
  public int[] near(int document, int width, int k) {
    return index.findNearest(rows[document], k + 1).stream()
        .mapToInt(hit -> hit.item().id())
        .filter(node -> node != document)
        .limit(k)
        .toArray();
  }
}
